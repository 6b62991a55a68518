import { describe, expect, it } from 'vitest';
import { matchKey, ownKey, plainPrefixes, prefixOf } from './match-key.js';

describe('what references are compared by', () => {
  it('is the same however it is spelt', () => {
    const spelt = ['INV-00012', 'inv 00012', ' Inv_00012 ', 'ＩＮＶ00012'];
    expect(new Set(spelt.map((text) => matchKey(text)))).toEqual(new Set(['INV00012']));
  });

  it('leaves off the longest prefix that documents left under, and never all of it', () => {
    const prefixes = plainPrefixes(['N-', 'NET-', '', 'n']);
    expect(prefixes).toEqual(['NET', 'N']);
    expect(matchKey('NET-1001', prefixes)).toBe('1001');
    expect(matchKey('N1001', prefixes)).toBe('1001');
    expect(matchKey('1001', prefixes)).toBe('1001');
    expect(matchKey('NET', prefixes)).toBe('ET');
    expect(matchKey('N', prefixes)).toBe('N');
  });

  it('is plain ASCII and keeps letters of any language apart', () => {
    const keys = ['Ä1', 'Ö1', '北1', '😀1'].map((text) => matchKey(text));
    expect(new Set(keys).size).toBe(4);
    for (const key of keys) expect(key).toMatch(/^[\x20-\x7e]+$/);
  });

  it('tells numbers of signs alone apart, and is never empty', () => {
    expect(new Set(['--', '- ', '😀', '/'].map((text) => matchKey(text))).size).toBe(4);
    expect(matchKey(' -- ')).toBe(matchKey('--'));
    expect(matchKey('--')).not.toBe('');
  });

  it('is nobody else’s where there is no reference', () => {
    expect(ownKey('guid-1')).toBe('~GUID1');
    expect(matchKey('~guid-1')).not.toBe(ownKey('guid-1'));
  });

  it('tells a prefix from a reference that has nothing to do with the number', () => {
    expect(prefixOf('NET-N1001', 'N1001')).toBe('NET');
    expect(prefixOf('n1001', 'N1001')).toBe('');
    expect(prefixOf('BATCH-2026-11-22', 'N1001')).toBeUndefined();
  });
});
