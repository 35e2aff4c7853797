/** @file XML that is not quite XML, and encodings other than UTF-8: read where others read them, with a warning. */
import { describe, expect, it } from 'vitest';
import { loadRobot } from '../../../src/robot/urdf/load.ts';
import { bytes as padded, findingsOf, robot } from '../../support/urdf-files.ts';

const named = (name: string): string =>
  robot({
    base: `<link name="base"/>\n<link name="${name}"/>`,
    tail: `<joint name="weld ${name}" type="fixed"><parent link="base"/><child link="${name}"/></joint>`,
  });
const plain = robot();
const wrong = robot({ limit: '<limit lower="-1" upper="1" effort="-10" velocity="1"/>' });
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
/** One byte a character. */
const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe('well-formed XML is read without a word', () => {
  it.each([
    ['a declaration with all that it may have', `<?xml version='1.0' encoding = "UTF-8" standalone="no" ?>\n${plain}`],
    ['XML 1.1', `<?xml version="1.1"?>\n${plain}`],
    ['blank lines without a declaration', `\n\n${plain}`],
    ['comments before and behind', `<!-- a -->\n${plain}<!-- - -->\n<!---b-->`],
    ['comments that hold the marks of others', robot({ tail: '<!-- <![CDATA[ <?x "\' <a b="> -->' })],
    ['CDATA that holds a comment', robot({ tail: '<gazebo><![CDATA[ <!-- -- ]]></gazebo>' })],
    ['an instruction that holds a comment', robot({ tail: '<?x <!-- -- ?>' })],
    ['an attribute that holds the end of a comment', robot({ tail: '<gazebo a="-->" b=\'?> ]]> > -- --\'/>' })],
    ['an instruction whose name begins as a declaration', `<?xml-stylesheet href="x"?>\n${plain}`],
  ])('%s', (_name, text) => {
    const { list, message } = findingsOf(text);
    expect(message).toBe('');
    expect(list).toEqual([]);
  });
});

describe('a declaration that is odd or late, and dashes in comments, are warnings', () => {
  it.each<[string, string, RegExp, [number, number]]>([
    ['r28a: version 1', `<?xml version="1" ?>\n${plain}`, /version "1" is read as 1\.0/, [1, 1]],
    ['version 2.0', `<?xml version='2.0'?>\n${plain}`, /version "2\.0" is read as 1\.0/, [1, 1]],
    ['an empty version', `<?xml version=""?>\n${plain}`, /version "" is read as 1\.0/, [1, 1]],
    ['no version', `<?xml encoding="UTF-8"?>\n${plain}`, /declaration is not well-formed/, [1, 1]],
    ['encoding before version', `<?xml encoding="UTF-8" version="1.0"?>\n${plain}`, /not well-formed/, [1, 1]],
    ['no quotes', `<?xml version=1.0?>\n${plain}`, /not well-formed/, [1, 1]],
    ['nothing', `<?xml?>\n${plain}`, /not well-formed/, [1, 1]],
    ['a blank line first', `\n<?xml version="1.0"?>\n${plain}`, /not at the start of the file/, [2, 1]],
    ['CRLF and a tab first', `\r\n\t<?xml version="1.0"?>\n${plain}`, /not at the start/, [2, 2]],
    ['a space first', ` <?xml version="1.0"?>${plain}`, /not at the start/, [1, 2]],
    ['r28b: a comment first', `\n<!-- by hand -->\n<?xml version="1.0"?>\n${plain}`, /not at the start/, [3, 1]],
    [
      'a comment with an element first',
      `<!-- <robot a=" --><?xml version="1.0"?>\n${plain}`,
      /not at the start/,
      [1, 20],
    ],
    ['r28c: dashes', robot({ tail: '<!-- ---- base ---- -->' }), /dashes within a comment/, [11, 6]],
    ['a ruler', robot({ tail: `<!--${'-'.repeat(70)}-->` }), /dashes within a comment/, [11, 5]],
    ['three dashes at the end', robot({ tail: '<!-- base --->' }), /dashes within a comment/, [11, 11]],
    ['dashes over lines', robot({ tail: '<!--\n--\nbase -- arm\n-->' }), /dashes within a comment/, [12, 1]],
    ['an option of a command', `<!-- xacro --inorder arm.xacro -->\n${plain}`, /dashes within a comment/, [1, 12]],
  ])('%s', (_name, text, problem, [line, column]) => {
    const { refused, list, message } = findingsOf(text);
    expect(refused, message).toBe(false);
    expect(list).toHaveLength(1);
    expect(list[0]).toMatchObject({ severity: 'warning', code: 'U011', line, column });
    expect(list[0].problem).toMatch(problem);
    expect(loadRobot(text).model).toEqual(loadRobot(plain).model);
  });

  it('all that is found behind them keeps its line and column', () => {
    const before = '\n  <!-- --- -->\n<?xml version="1"\n ?><!-- -- --><!-- a --->';
    const [own, shifted] = [wrong, before + wrong].map((text) => findingsOf(text).list[0]);
    expect(shifted).toEqual({ ...own, line: own.line + 3 });
    const sameLine = `<!-- -- -->${wrong.replaceAll('\n', ' ')}`;
    expect(findingsOf(sameLine).list[0].column).toBe(sameLine.indexOf('effort=') + 1);
  });

  it('dashes in many comments are one line', () => {
    expect(findingsOf(`${'<!-- -- -->\n'.repeat(9)}${plain}`).list).toMatchObject([{ line: 1, standsFor: 9 }]);
  });

  it('elements within such comments are not there', () => {
    expect(loadRobot(robot({ tail: '<!-- -- <link name="x"/> --->' })).model.links).toHaveLength(2);
  });

  it('a declaration in single quotes is tidied to blanks as any other', () => {
    expect(loadRobot(`\n<?xml version='1.0'\nencoding='utf-8'?>${plain}`).model.links).toHaveLength(2);
  });
});

describe('what no reader accepts stays refused', () => {
  it.each<[string, string, string]>([
    ['a comment that is not closed', robot({ tail: '<!-- -- ' }), 'U011'],
    ['a comment closed by two dashes and a letter', robot({ tail: '<!-- --x' }), 'U011'],
    ['a comment in an attribute', robot({ head: '<robot name="<!-- -- -->r">' }), 'U011'],
    ['a comment in a tag', robot({ head: '<robot <!-- x --> name="r">' }), 'U011'],
    ['a declaration behind an element', robot({ tail: '<?xml version="1.0"?>' }), 'U011'],
    ['two declarations', `<?xml version="1.0"?>\n<?xml version="1.0"?>\n${plain}`, 'U011'],
    ['a declaration that is not closed', `<?xml version="1.0">\n${plain}`, 'U011'],
    ['text before the declaration', `robot <?xml version="1"?>${plain}`, 'U011'],
    ['a control character in a comment', robot({ tail: '<!-- -- \u0001 -->' }), 'U011'],
    ['a DOCTYPE behind such a comment', `<!-- -- --><!DOCTYPE r [<!ENTITY a "-->">]>${plain}`, 'U012'],
    ['a DOCTYPE before a late declaration', `\n<!DOCTYPE r>\n<?xml version="1.0"?>${plain}`, 'U012'],
    ['an entity in an element', robot({ arm: '<link name="&a;"/>' }), 'U012'],
  ])('%s', (_name, text, code) => {
    const { refused, list } = findingsOf(text);
    expect(refused).toBe(true);
    expect(list.filter(({ severity }) => severity === 'error')).toMatchObject([{ code }]);
  });
});

describe('bytes are decoded as they declare', () => {
  const declared = (label: string, text: string): string => `<?xml version="1.0" encoding="${label}"?>\n${text}`;
  const links = (input: Uint8Array): readonly string[] => loadRobot(input).model.links.map(({ name }) => name);

  it.each(['ISO-8859-1', 'iso-8859-1', 'Latin1', 'latin-1', 'ISO_8859_1', 'windows-1252', 'WINDOWS_1252', 'cp1252'])(
    '%s, with a warning at the first letter beyond ASCII',
    (label) => {
      const input = latin1(declared(label, named('Stra\u00dfe')));
      expect(links(input)).toContain('Straße');
      expect(findingsOf(input).list).toMatchObject([
        { severity: 'warning', code: 'U004', line: 4, column: 17, found: `encoding="${label}"` },
      ]);
      // the remedy: saved as UTF-8, and declared so
      const remedied = utf8(declared('UTF-8', named('Straße')));
      expect(links(remedied)).toContain('Straße');
      expect(findingsOf(remedied).list).toEqual([]);
    },
  );

  it.each<[string, number[], string]>([
    ['windows-1252', [0x80], '€'],
    ['ISO-8859-1', [0x93], '“'],
    ['cp1252', [0x9f], 'Ÿ'],
    ['windows-1250', [0x8a], 'Š'],
    ['ISO-8859-15', [0xa4], '€'],
    ['KOI8-R', [0xc1], 'а'],
    ['Shift_JIS', [0x83, 0x41], 'ア'],
    ['GB2312', [0xce, 0xd2], '我'],
    ['macintosh', [0x8a], 'ä'],
  ])('%s', (label, code, letter) => {
    const character = String.fromCharCode(...code);
    const input = latin1(declared(label, named(character)));
    expect(links(input)).toContain(letter);
  });

  it.each(['ISO-8859-1', 'windows-1252', 'Shift_JIS', 'US-ASCII', 'utf-16', 'no-such-encoding', 'UTF8', 'UTF-7'])(
    '%s of ASCII alone is read without a word',
    (label) => {
      expect(findingsOf(utf8(declared(label, plain)))).toEqual({ refused: false, list: [], message: '' });
    },
  );

  it('in single quotes, and behind a comment', () => {
    const input = latin1(`<!-- \u00e4 -->\n<?xml version='1.0' encoding = 'iso-8859-1'?>${named('\u00e4')}`);
    expect(links(input)).toContain('ä');
    expect(findingsOf(input).list).toMatchObject([
      { code: 'U004', line: 1, column: 6 },
      { code: 'U011', line: 2, column: 1 },
    ]);
  });

  it('r28d: in a comment', () => {
    const { refused, list } = findingsOf(
      latin1(declared('ISO-8859-1', robot({ tail: '<!-- gesch\u00e4tzt, 20\u00b0C -->' }))),
    );
    expect(refused).toBe(false);
    expect(list).toMatchObject([{ code: 'U004', line: 12, column: 11 }]);
  });

  it('a byte order mark counts more than the declaration', () => {
    const text = named('\u00e4');
    const marked = Buffer.concat([Uint8Array.of(0xef, 0xbb, 0xbf), utf8(declared('ISO-8859-1', text))]);
    expect(links(marked)).toContain('ä');
    const utf16 = Buffer.from(`\ufeff${declared('UTF-16', text)}`, 'utf16le');
    expect(links(utf16)).toContain('ä');
    expect([marked, utf16].flatMap((input) => findingsOf(input).list)).toEqual([]);
  });

  it.each(['no-such-encoding', 'utf-16', 'UCS-4'])('%s is read as UTF-8 where it is that, with a warning', (label) => {
    const input = utf8(declared(label, named('ä')));
    expect(links(input)).toContain('ä');
    expect(findingsOf(input).list).toMatchObject([{ severity: 'warning', code: 'U004', line: 4, column: 13 }]);
  });

  it('and is refused where it is not', () => {
    const { refused, list } = findingsOf(latin1(declared('no-such-encoding', named('\u00e4'))));
    expect(refused).toBe(true);
    expect(list).toMatchObject([{ code: 'U004', line: 4, column: 13, found: '0xe4' }]);
    expect(list[0].problem).toMatch(/encoding "no-such-encoding" is unknown.*not valid UTF-8/);
  });

  it('a text that is decoded already is what it is, whatever it declares', () => {
    expect(findingsOf(declared('ISO-8859-1', named('ä'))).list).toEqual([]);
  });
});

describe('bytes that are no UTF-8 are named by offset, line, column and value', () => {
  it.each<[string, number[], number, string]>([
    ['a byte that begins no character', [0xff], 0, '0xff'],
    ['Latin-1 before a letter', [0xe4, 0x65], 0, '0xe4'],
    ['Latin-1 before a quote', [0x61, 0xdf], 1, '0xdf'],
    ['a character that stops after two bytes of three', [0xe2, 0x82, 0x41], 0, '0xe2'],
    ['a character that stops after three bytes of four', [0xf0, 0x9f, 0xa4, 0x41], 0, '0xf0'],
    ['a byte that only goes on', [0xc3, 0xa4, 0x80], 2, '0x80'],
    ['a longer form than needed', [0xc0, 0xaf], 0, '0xc0'],
    ['half of a character outside of the plane', [0xed, 0xa0, 0x80], 0, '0xed'],
  ])('%s', (_name, code, at, found) => {
    const [before, after] = named('#').split('#', 1).concat('"/></robot>').map(utf8);
    const { refused, list, message } = findingsOf(Buffer.concat([before, Uint8Array.from(code), after]));
    expect(refused).toBe(true);
    const column = 13 + new TextDecoder().decode(Uint8Array.from(code.slice(0, at))).length;
    expect(list).toMatchObject([{ code: 'U004', line: 3, column, found }]);
    expect(message).toContain(`bad byte at offset ${before.length + at};`);
  });

  it('also where it is the last', () => {
    const start = utf8('<robot name="x"/>\n<!-- ');
    for (const end of [[0xe4], [0xe2, 0x82], [0x80]])
      expect(findingsOf(Buffer.concat([start, Uint8Array.from(end)])).list).toMatchObject([
        { line: 2, column: 6, found: `0x${end[0].toString(16)}` },
      ]);
  });

  it('and the remedies that are named help', () => {
    const text = named('Stra\u00dfe');
    const { list } = findingsOf(latin1(text));
    const declaration = /<\?xml.*\?>/.exec(list[0].remedy ?? '')![0];
    expect(loadRobot(latin1(declaration + text)).model.links.map(({ name }) => name)).toContain('Straße');
    expect(findingsOf(utf8(text)).list).toEqual([]);
  });

  it('NUL stays refused', () => {
    expect(findingsOf(padded(0x3c, 0x00)).list).toMatchObject([{ code: 'U004' }]);
  });
});
