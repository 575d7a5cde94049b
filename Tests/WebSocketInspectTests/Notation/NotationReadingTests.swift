import Testing
import WebSocketInspect
import WireTestSupport

/// Forms that were read as other bytes, or refused though they are common.
@Suite struct NotationReadingTests {
  @Test(arguments: [
    ("00  82 04 01 02\n04  03 04\n", "820401020304"), ("0 137\n1 0\n", "8900"),
    ("Uint8Array(2)\n0: 137\n1: 0\nlength: 2", "8900"), ("{byte[2]}\n    [0]: 137\n    [1]: 0", "8900"),
    ("[201 5 110 145 154 154 157]", "810548656c6c6f"), ("0201 05 0110 0145 0154 0154 0157", "810548656c6c6f"),
    ("0000000 201 005   H   e   l   l   o\n0000007\n", "810548656c6c6f"),
    ("0000000 136   2   3 232\n0000004\n", "880203e8"),
    (
      " 201 024   a   b   c   d   e   f   g   h   i   j   k   l   m   n\n   o   p  \\n       u   v\n",
      "81146162636465666768696a6b6c6d6e6f700a207576"
    ),
    (
      "000000  82  22  41  41\n       202   \"   A   A\n000004  41  41  41  41\n         A   A   A   A\n*\n000024\n",
      "82224141" + String(repeating: "41", count: 32)
    ), ("['10000001','00000000']", "8100"),
    ("12:00:01 82 04 01 02 03 04\n12:00:02 89 00\n", "8204010203048900"), ("2026-11-27 81 00", "8100"),
    ("(14) 82 0c 01 02 03 04 05 06 07 08 09 0a 0b 0c", "820c0102030405060708090a0b0c"),
    ("{ type: 'message', data: <Buffer 81 00> }", "8100"), ("[ <Buffer 81 00>, <Buffer 82 00> ]", "81008200"),
    ("buf[0] = 0x89; buf[1] = 0x00;", "8900"), ("1. 81 00\n2. 82 00", "81008200"),
    ("RX: 81 00\nTX: 82 00\n", "81008200"), ("{\"sent\":\"8100\",\"recv\":\"8200\"}", "81008200"),
    ("gQA=\nggA=\n", "81008200"), ("8100\ngQA=\n", "81008100"), ("<code>81 00</code>", "8100"),
    ("TX[2]: 81 00", "8100"),
    ("0000000 002601 062510 066154 000157\n0000007\n", "810548656c6c6f"),
    ("0000000  000211  000212                  \n0000004\n", "89008a00"),
    ("0000000   01409   25928   27756   00111   \n0000007\n", "810548656c6c6f"),
    ("\u{25BF} 2 bytes\n  - count: 2\n  \u{25BF} bytes: 2 elements\n    - 137\n    - 0\n", "8900"),
    (
      "     1\t00000000: 8210 0001 0203 0405 0607 0809 0a0b 0c0d  ................\n     2\t00000010: 0e0f  ..\n",
      "8210000102030405060708090a0b0c0d0e0f"
    ),
    ("```81 00```", "8100"), ("||81 00||", "8100"), ("{code:java}\n81 00\n{code}", "8100"),
    ("81 00.", "8100"),
    ("Binary.createFromBase64(\"gQA=\", 0)", "8100"), ("[81][00]", "8100"), ("129 9 104 101", "81096865"),
    ("129\n9\n104\n", "810968"),
    ("\"frame\"=hex:81,05,48,\\\n  65,6c,6c,6f", "810548656c6c6f"),
    ("unsigned char f[] = {0x82, 0x05, 0x01};\nunsigned int f_len = 3;", "820501"),
  ])
  func isRead(_ text: String, _ right: String) throws {
    #expect(try ByteNotation.auto.readFrames(Array(text.utf8)) == bytes(right))
  }

  @Test(arguments: [
    "00  82 24 00 01 02 03 04 05\n20  06 07", "00  81 05 48 65 6c 6c 6f", "0 129\n1 5\n3 101\n4 108\n",
    "Uint8Array(3)\n0: 137\n1: 0\n", " 002601 062510 066154 000157\n", "65480581 006f6c6c  // row",
    "0012ff00  65480581 006f6c6c", "[0x82, 0x02, 0; 2]", "{129, 101, 5, 72, 108, 111}", "%C2%81%05Hello",
    "81 00    82 00", "81 00  |  82 00", "TX[7]: 81 00", "1. 81 00\n3. 82 00", "12:00:01,81 00", "b'JHiSUCi'",
    "00000000: 8900  ..\n00000010: 8a00  ..", "<Buffer 81 05 ... 3 more bytes>",
    "0000000  002601  062510  066154\n0000007\n", "0000000 002601 062510 066154 000157\n",
    "got [137 0], want [138 0]", "b'\\x81\\x00' != b'\\x82\\x00'", "assert b'\\x81\\x00' == b'\\x82\\x00'",
    "assertion `left == right` failed\n  left: [129, 0]\n right: [130, 0]",
    "Expected: 81 00\nReceived: 82 00",
    "Expected: [129, 0]\nReceived: [130, 0]", "expected:<[129, 0]> but was:<[130, 0]>",
    "-\t[]byte{0x81, 0x00},\n+\t[]byte{0x82, 0x00},\n", "\u{25BF} 3 elements\n  - 137\n  - 0\n",
    "8-element Vector{UInt8}:\n 0x89\n 0x00", "String.raw`\\x81\\x00`",
    "DataView {\n  byteLength: 1,\n  byteOffset: 1,\n  buffer: ArrayBuffer { [Uint8Contents]: <89 00>, byteLength: 2 }\n}",
    " 82 02 00 00\n*\n 00 00\n", " 201 024   a   b\n   o   p  \\n\n   q\n",
  ])
  func isRefused(_ text: String) {
    #expect(throws: ParseError.self) { try ByteNotation.auto.readFrames(Array(text.utf8)) }
  }

  @Test(arguments: [
    ("-----BEGIN FRAME-----\ngQA=\n-----END FRAME-----", "PEM"), ("begin 644 f\n\"@0``\n`\nend", "uuencoded"),
    ("M-^A^@", "cat -v"), ("QECUQZLMNRXQ====", "base32"),
  ])
  func isNamed(_ text: String, _ name: String) {
    let error = #expect(throws: ParseError.self) { try ByteNotation.auto.readFrames(Array(text.utf8)) }
    #expect(error?.sentence.contains(name) == true, "\(error?.sentence ?? "")")
  }
}
