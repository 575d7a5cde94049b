import Testing
import WebSocketInspect
import WireTestSupport

/// What once lost bytes, or was read as others, is read right or refused with its place.
@Suite struct NotationLossTests {
  private func read(_ text: String) throws -> [UInt8] { try ByteNotation.auto.readFrames(Array(text.utf8)) }

  @Test(arguments: [
    ("<Buffer 81 00> <Buffer 82 00>", "81008200"),
    ("<Buffer 81 00>, <Buffer 82 00>", "81008200"),
    ("a <Buffer 81 00> b <Buffer 82 00>", "81008200"),
    ("8100 [snip] 8200", ""),
    ("8100 (2 bytes) 8200", ""),
    ("810568656c6c6f then 8200", ""),
    ("PING=8900 PONG=8a00", "89008a00"),
    ("tx:8900 rx:8a00", "89008a00"),
    ("[129, 0] <Buffer 82 00>", "81008200"),
    ("\"\\x81\\x00\" [130,0]", "81008200"),
    ("sent 0x8100, got 0x8200", ""),
    ("a=4865 b=8100", ""),
    ("[129,0] and [130,0] and <Buffer 81 00>", "810082008100"),
    ("x 02 00 y 8100", ""),
  ])
  func bytesInWordsThatArePassedOver(_ text: String, _ right: String) {
    expectNoLoss(text, right)
  }

  @Test(arguments: [
    ("{length = 2, bytes = 0x8100}\n{length = 2, bytes = 0x8200}\n", "81008200"),
    ("{length = 2, bytes = 0x8100}\n82 00\n", "81008200"),
    (
      "ArrayBuffer { [Uint8Contents]: <81 00>, byteLength: 2 }\nArrayBuffer { [Uint8Contents]: <82 00>, byteLength: 2 }\n",
      "81008200"
    ),
    ("h'8100' 82 00", ""),
    ("\"\\x81\\x00\" 82 00", "81008200"),
    ("\"\\x81\\x00\" \\x82\\x00", "81008200"),
    ("[129,0] x8200", ""),
    ("\"8100\" 8200", "81008200"),
    ("X'8100' X'8200'", "81008200"),
    ("[129,0] 82 00", "81008200"),
    ("{length = 2, bytes = 0x8100} foo 0x8200", ""),
  ])
  func bytesAfterAValue(_ text: String, _ right: String) {
    expectNoLoss(text, right)
  }

  @Test(arguments: [
    ("00000000  81 00  |..|\n<Buffer 82 00>\n", ""),
    ("00000000  81 00  |..|\nsent: <82 00>\n", ""),
    ("00000000  81 00  |..|\n\"\\x82\\x00\"\n", ""),
    ("recv 82 00:\n00000000  81 00  |..|\n", ""),
    ("00000000  81 00  |..|\nsent: 8200\n", ""),
    ("00000000  81 00  |..|\n            82 00\n", ""),
  ])
  func bytesInHeadingsOfDumps(_ text: String, _ right: String) {
    expectNoLoss(text, right)
  }

  @Test(arguments: [
    ("[  1.0] ws: 00000000: 82 04 01 02\n[  1.0] ws: 00000010: 03 04\n", ""),
    ("[  1.0] ws: 00000000: 82 04 01 02\n[  1.0] ws: 00000000: 03 04\n", ""),
    ("[  1.0] ws: 00000004: 03 04\n[  1.0] ws: 00000000: 82 04 01 02\n", ""),
    ("ws: 00000000: 82 04 01 02\nws: 00000010: 03 04\n", ""),
    ("ws: 00000000: 82 04 01 02\nws: 00000000: 03 04\n", ""),
    ("ws: 00000004: 03 04\nws: 00000000: 82 04 01 02\n", ""),
    ("I (312) ws: 0000  82 04 01 02\nI (312) ws: 0010  03 04\n", ""),
    ("I (312) ws: 0000  82 04 01 02\nI (312) ws: 0000  03 04\n", ""),
    ("I (312) ws: 0004  03 04\nI (312) ws: 0000  82 04 01 02\n", ""),
    ("D/ws: 0x0000: 82 04 01 02\nD/ws: 0x0010: 03 04\n", ""),
    ("D/ws: 0x0000: 82 04 01 02\nD/ws: 0x0000: 03 04\n", ""),
    ("D/ws: 0x0004: 03 04\nD/ws: 0x0000: 82 04 01 02\n", ""),
    ("10:00:00 INFO 00000000  82 04 01 02\n10:00:00 INFO 00000010  03 04\n", ""),
    ("10:00:00 INFO 00000000  82 04 01 02\n10:00:00 INFO 00000000  03 04\n", ""),
    ("10:00:00 INFO 00000004  03 04\n10:00:00 INFO 00000000  82 04 01 02\n", ""),
    (
      "11-27 10:00:00.123  1234  1256 D ws: 00000000: 82 04 01 02\n11-27 10:00:00.123  1234  1256 D ws: 00000010: 03 04\n",
      ""
    ),
    (
      "11-27 10:00:00.123  1234  1256 D ws: 00000000: 82 04 01 02\n11-27 10:00:00.123  1234  1256 D ws: 00000000: 03 04\n",
      ""
    ),
    (
      "11-27 10:00:00.123  1234  1256 D ws: 00000004: 03 04\n11-27 10:00:00.123  1234  1256 D ws: 00000000: 82 04 01 02\n",
      ""
    ),
    ("offset 0x00: 82 04 01 02\noffset 0x10: 03 04\n", ""),
    ("offset 0x00: 82 04 01 02\noffset 0x00: 03 04\n", ""),
    ("offset 0x04: 03 04\noffset 0x00: 82 04 01 02\n", ""),
    ("byte 0: 82 04 01 02\nbyte 16: 03 04\n", ""),
    ("byte 0: 82 04 01 02\nbyte 0: 03 04\n", ""),
    ("byte 4: 03 04\nbyte 0: 82 04 01 02\n", ""),
    ("00000000h  82 04 01 02\n00000010h  03 04\n", ""),
    ("00000000h  82 04 01 02\n00000000h  03 04\n", ""),
    ("00000004h  03 04\n00000000h  82 04 01 02\n", ""),
    ("0000h  82 04 01 02\n0010h  03 04\n", ""),
    ("0000h  82 04 01 02\n0000h  03 04\n", ""),
    ("0004h  03 04\n0000h  82 04 01 02\n", ""),
    ("00000000h: 82 04 01 02\n00000010h: 03 04\n", ""),
    ("00000000h: 82 04 01 02\n00000000h: 03 04\n", ""),
    ("00000004h: 03 04\n00000000h: 82 04 01 02\n", ""),
    (">> 0000: 82 04 01 02\n>> 0010: 03 04\n", ""),
    (">> 0000: 82 04 01 02\n>> 0000: 03 04\n", ""),
    (">> 0004: 03 04\n>> 0000: 82 04 01 02\n", ""),
    ("ws 0000 | 82 04 01 02\nws 0010 | 03 04\n", ""),
    ("ws 0000 | 82 04 01 02\nws 0000 | 03 04\n", ""),
    ("ws 0004 | 03 04\nws 0000 | 82 04 01 02\n", ""),
    (".data:00401000 db 82h, 04h, 01h, 02h\n.data:00401010 db 03h, 04h\n", ""),
  ])
  func offsetsBehindAPrefix(_ text: String, _ right: String) {
    expectNoLoss(text, right)
  }

  @Test(arguments: [
    ("{0x82, 2, 1 + 1}", ""),
    ("{0x82, 2, 0x10 | 0x01}", ""),
    ("{0x82, 2, ~0, 1}", ""),
    ("{0x82, 2, 7 -1}", ""),
    ("{0x80 | 0x01, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f}", ""),
    ("[0u8; 14]", ""),
    ("{0x82, 2, FOO(3), 4}", ""),
    ("0x80 | 0x01, 0x00", ""),
    ("{0x82, 2, 3 * 4, 4}", ""),
    ("{0x82, 0x02, 0x10 & 0x01, 1}", ""),
    ("[]byte{0x82, 2, byte(3), 4}", ""),
    ("vec![130; 2]", ""),
    ("{0x82, 2, LEN, 4}", ""),
    ("{0x82, 2, sizeof(x), 1}", ""),
    ("{0x82, 2, 1 << 2, 1}", ""),
    ("{0x82, 2, !0, 1}", ""),
    ("[130, 2, ...x, 1]", ""),
    ("[130, 2, 3 4]", ""),
    ("{0x82, 1, 5 ^ 1}", ""),
    ("{0x82, 1, a ? 1 : 2}", ""),
  ])
  func operatorsCallsAndRepetitionsInLists(_ text: String, _ right: String) {
    expectNoLoss(text, right)
  }

  @Test(arguments: [
    ("\"8200\".repeat(2)", ""),
    ("\"\\x81\\x00\" x 2", ""),
    ("\"\\x81\\x00\".reverse", ""),
    ("\"\\x81\\x00\" * 2", ""),
    ("b'\\x81\\x00' * 2", ""),
    ("'8200' * 2", ""),
    ("[129,0] * 2", ""),
    ("2 * [129,0]", ""),
    ("bytes.fromhex(\"8200\")[::-1]", ""),
    ("[129,0].reverse()", ""),
    ("bytes.fromhex(\"8200\").upper()", ""),
    ("bytes([0x81,0])*2", ""),
    ("strrev(\"\\x81\\x00\")", ""),
  ])
  func methodsAndRepetitionsOfStrings(_ text: String, _ right: String) {
    expectNoLoss(text, right)
  }

  @Test(arguments: [
    ("Uint8Array(5) [ 129, 0 ]", ""),
    ("len=3 [129,0]", ""),
    ("[5]byte{129, 0}", ""),
    ("uint8_t x[5] = {129, 0};", ""),
    ("([]uint8) (len=5 cap=8) {\n 00000000  81 00                              |..|\n}", ""),
    ("recv 4 bytes: 8100\nrecv 0 bytes: 8200\n", ""),
    ("len=2 8100\nlen=3 8200\n", ""),
    ("{\"length\": 5, \"data\": [129,0]}", ""),
    ("(5) [129, 0]", ""),
    ("recv 3 bytes: [129,0]", ""),
    ("sent 1 bytes: 81 00", ""),
    ("len: 9 \"\\x81\\x00\"", ""),
    ("length = 5 8100", ""),
    ("\"8100\" (5 bytes)", ""),
    ("unsigned char x[] = {0x81, 0x00}; unsigned int x_len = 5;", ""),
    ("sent 5 bytes:\n00000000  81 00  |..|\n", ""),
  ])
  func countsThatAreWrong(_ text: String, _ right: String) {
    expectNoLoss(text, right)
  }

  @Test(arguments: [
    ("data: \"\\x81\\x05He,lo\"", "810548652c6c6f"),
    ("data:[129,5,72,101,108,108,111]", "810548656c6c6f"),
    ("data: 81,05,48,65,6c,6c,6f", "810548656c6c6f"),
    ("data: 0x81,0x00", "8100"),
    ("DATA:8100,8200", "81008200"),
    ("data:,%81%00", "8100"),
  ])
  func whatOnlyBeginsAsADataUri(_ text: String, _ right: String) {
    expectNoLoss(text, right)
  }

  @Test(arguments: [
    ("db 0x81, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f", "810548656c6c6f"),
    ("  db 0x81, 0x00\n  db 0x82, 0x00", "81008200"),
  ])
  func directivesOfNasm(_ text: String, _ right: String) {
    expectNoLoss(text, right)
  }

  @Test(arguments: [
    ("struct.pack(\"BB\", 137, 0)", "8900"),
    ("pack(\"CC\",137,0)", "8900"),
    ("struct.pack(\"7B\", 137, 5, 72, 101, 108, 108, 111)", "890548656c6c6f"),
    ("log(\"dead: \", 0x89, 0)", "8900"),
  ])
  func stringsThatAreFormats(_ text: String, _ right: String) {
    expectNoLoss(text, right)
  }

  @Test(arguments: [
    ("0000: 81 12 3\n", ""),
    ("0000  81 12 30 30 0 32 30 20 33 30\n", ""),
    ("00000000: 81 02 3 30\n", ""),
    ("0000: 81 112 30\n", ""),
  ])
  func dumpsThatLostADigit(_ text: String, _ right: String) {
    expectNoLoss(text, right)
  }

  @Test(arguments: [
    ("recv: 00000000: 89  .\n00000001: 00  .\n", "8900"),
    ("x: 00000000: 82 02 ..\n00000002: 41 42 AB\n", "82024142"),
  ])
  func wordsInFrontOfADumpOfOneByteARow(_ text: String, _ right: String) {
    expectNoLoss(text, right)
  }

  @Test(arguments: [
    ("[  1.0] ws: 00000000: 82 04 01 02\n[  1.0] ws: 00000004: 03 04\n", "820401020304"),
    ("ws: 00000000: 82 04 01 02\nws: 00000004: 03 04\n", "820401020304"),
    ("I (312) ws: 0000  82 04 01 02\nI (312) ws: 0004  03 04\n", "820401020304"),
    ("00000000h  82 04 01 02\n00000004h  03 04\n", "820401020304"),
    ("0000h  82 04 01 02\n0004h  03 04\n", "820401020304"),
    ("00000000h: 82 04 01 02\n00000004h: 03 04\n", "820401020304"),
    (".data:00401000 db 82h, 04h, 01h, 02h\n.data:00401004 db 03h, 04h\n", "820401020304"),
    ("recv 2 bytes: 8100\nrecv 2 bytes: 8200\n", "81008200"),
    ("printf \"\\x81\\x00\" | nc localhost 80", "8100"),
    ("b\"\\x81\\x00\".hex()", "8100"),
    ("$1 ==> byte[2] { -127, 0 }", "8100"),
    ("Uint8Array(2) [ 129, 0 ]", "8100"),
  ])
  func whatAgreesIsRead(_ text: String, _ right: String) throws {
    #expect(try read(text) == bytes(right))
  }

  /// An empty `right` means that the text can only be refused.
  private func expectNoLoss(_ text: String, _ right: String) {
    do {
      let values = try ByteNotation.auto.readFrames(Array(text.utf8))
      #expect(!right.isEmpty && values == bytes(right), "\(text)")
    } catch {
      #expect(error.sentence.contains("line "), "\(error.sentence)")
    }
  }
}
