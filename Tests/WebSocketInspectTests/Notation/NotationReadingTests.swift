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
    ("0000000 136   2   3 232\n0000004\n", "880203e8"), ("['10000001','00000000']", "8100"),
    ("12:00:01 82 04 01 02 03 04\n12:00:02 89 00\n", "8204010203048900"), ("2026-11-27 81 00", "8100"),
    ("(14) 82 0c 01 02 03 04 05 06 07 08 09 0a 0b 0c", "820c0102030405060708090a0b0c"),
    ("{ type: 'message', data: <Buffer 81 00> }", "8100"), ("[ <Buffer 81 00>, <Buffer 82 00> ]", "81008200"),
    ("buf[0] = 0x89; buf[1] = 0x00;", "8900"), ("1. 81 00\n2. 82 00", "81008200"),
    ("RX: 81 00\nTX: 82 00\n", "81008200"), ("{\"sent\":\"8100\",\"recv\":\"8200\"}", "81008200"),
    ("gQA=\nggA=\n", "81008200"), ("8100\ngQA=\n", "81008100"), ("<code>81 00</code>", "8100"),
    ("TX[2]: 81 00", "8100"),
  ])
  func isRead(_ text: String, _ right: String) throws {
    #expect(try ByteNotation.auto.readFrames(Array(text.utf8)) == bytes(right))
  }

  @Test(arguments: [
    "00  82 24 00 01 02 03 04 05\n20  06 07", "00  81 05 48 65 6c 6c 6f", "0 129\n1 5\n3 101\n4 108\n",
    "Uint8Array(3)\n0: 137\n1: 0\n", " 002601 062510 066154 000157\n", "65480581 006f6c6c  // row",
    "0012ff00  65480581 006f6c6c", "[0x82, 0x02, 0; 2]", "{129, 101, 5, 72, 108, 111}", "%C2%81%05Hello",
    "81 00    82 00", "81 00  |  82 00", "TX[7]: 81 00", "1. 81 00\n3. 82 00", "12:00:01,81 00", "b'JHiSUCi'",
    "00000000: 8900  ..\n00000010: 8a00  ..", "<Buffer 81 05 ... 3 more bytes>", " 82 02 00 00\n*\n 00 00\n",
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
