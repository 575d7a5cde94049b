import Foundation
import Testing
import WebSocketInspect

/// Every notation of the manual is read, in every shape that a copy of it may take.
@Suite struct NotationTableTests {
  static let rows = NotationTable.all.flatMap(\.rows)

  private func read(_ text: String) throws -> [UInt8] { try ByteNotation.auto.readFrames(Array(text.utf8)) }

  @Test(arguments: rows.indices)
  func everyExampleIsRead(_ index: Int) throws {
    let row = Self.rows[index]
    #expect(try read(row.example) == row.bytes, "\(row.name)")
    #expect(try read(row.example + "\n") == row.bytes, "\(row.name), with a line end")
    #expect(
      try read(row.example.replacing("\n", with: "\r\n") + "\r\n") == row.bytes, "\(row.name), with CR LF")
  }

  @Test(arguments: rows.indices)
  func everyExampleIsReadInUTF16AndInACodeBlock(_ index: Int) throws {
    let row = Self.rows[index]
    let units = row.example.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    #expect(try ByteNotation.auto.readFrames([0xFF, 0xFE] + units) == row.bytes, "\(row.name), in UTF-16")
    guard !row.example.hasPrefix("```") else { return }
    #expect(try read("```\n\(row.example)\n```\n") == row.bytes, "\(row.name), in a code block")
    let quoted = row.example.split(separator: "\n", omittingEmptySubsequences: false).map { "> \($0)" }
    guard !row.example.hasPrefix("> "), !row.example.hasPrefix("+") else { return }
    #expect(try read(quoted.joined(separator: "\n")) == row.bytes, "\(row.name), quoted")
  }

  /// Forms that were refused.
  static let refusedOnce: [(text: String, bytes: [UInt8])] = [
    (
      "   Label: String (System.String) <2944BEC3>\n\n          Offset Bytes                                           Ascii\n"
        + "                 00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F\n"
        + "          ------ ----------------------------------------------- -----\n"
        + "0000000000000000 81 05 68 65 6C 6C 6F                            ..hello",
      [0x81, 5] + Array("hello".utf8)
    ), ("0000000 201 002   4   2\n0000004\n", [0x81, 2, 0x34, 0x32]),
    ("0000000 201 001   0\n0000003\n", [0x81, 1, 0x30]),
    ("+81 05 68 65 6c 6c\n+6f\n", [0x81, 5] + Array("hello".utf8)),
  ]

  @Test(arguments: refusedOnce)
  func isReadNow(_ form: (text: String, bytes: [UInt8])) throws { #expect(try read(form.text) == form.bytes) }

  @Test("digits between quotes of Windows are not frames")
  func refusesQuotesOfWindows() {
    for text in [
      [0x93] + Array("81 08 48 69".utf8) + [0x94], [0x93] + Array("8102 6869".utf8) + [0x85, 0x94, 0x0A],
    ] {
      if let values = try? ByteNotation.auto.readFrames(text) { #expect(values.first == 0x81, "\(values)") }
    }
    // A frame whose payload is digits is a frame.
    let frame = [0x81, 8] + Array("deadbeef".utf8)
    #expect((try? ByteNotation.auto.readFrames(frame)) == frame)
  }

  /// Words of dumps whose frames break a rule or are short, and the bytes of the file.
  static let words: [(dump: String, bytes: [UInt8])] = [
    ("00000000: 0901 41                                  ..A", [9, 1, 0x41]),
    ("00000000: 0802 03e8                                ....", [8, 2, 3, 0xE8]),
    ("00000000: 8302 0102                                ....", [0x83, 2, 1, 2]),
    ("00000000: 8b01 41                                  ..A", [0x8B, 1, 0x41]),
    ("0000000 8109 56c1 7876 0065                    \n0000007", [9, 0x81, 0xC1, 0x56, 0x76, 0x78, 0x65]),
    ("0000000 001200 041101\n0000004\n", [0x80, 2, 0x41, 0x42]), ("0000000 00f1\n0000002\n", [0xF1, 0]),
    ("00000000:     008f                             ..", [0x8F, 0]),
  ]

  @Test("bytes are not swapped to make a legal frame that is cut", arguments: words)
  func keepsTheOrder(_ words: (dump: String, bytes: [UInt8])) throws {
    #expect(try read(words.dump) == words.bytes)
  }

  /// A dump is read or refused when a row is missing, appears twice, or has lost a byte; what is read has all the bytes.
  @Test(arguments: rows.indices)
  func aDamagedExampleIsNeverReadAsOtherBytesOfTheSameFrame(_ index: Int) throws {
    let row = Self.rows[index]
    let lines = row.example.split(separator: "\n", omittingEmptySubsequences: false)
    // What is left of two lines is a text of its own, and rows left out on purpose cannot be missed.
    for place in lines.indices where lines.count > 2 && !lines.contains("*") {
      var without = lines
      without.remove(at: place)
      guard let values = try? read(without.joined(separator: "\n")) else { continue }
      let isHeading = values == row.bytes
      let isEnd = row.bytes.starts(with: values) || row.bytes.ends(with: values)
      #expect(isHeading || isEnd, "\(row.name) without line \(place + 1): \(values)")
    }
  }

  /// A dump whose middle row is missing or appears twice, in the layouts that have lost bytes in silence.
  @Test(arguments: [8, 16, 32])
  func aRowThatIsMissingIsAnError(_ width: Int) {
    let values = (0..<width * 4).map { UInt8(truncatingIfNeeded: $0 &+ 0x41) }
    let pairs = values.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    for (offset, gap) in [
      ("00000000: ", "  "), ("0000  ", "  "), ("0000: ", " "), ("0x0000:  ", " "), ("000000 ", " "),
    ] {
      let rows = stride(from: 0, to: values.count, by: width).map { start in
        let digits = String(start, radix: 16)
        let zeros = offset.filter { $0 == "0" }.count
        let head = offset.replacing(
          String(repeating: "0", count: min(zeros, 4)), with: "", maxReplacements: 1)
        let number = String(repeating: "0", count: max(0, min(zeros, 4) - digits.count)) + digits
        let place = head.firstIndex { $0 == ":" || $0 == " " } ?? head.endIndex
        let middle = start + width / 2
        return head[..<place] + number + head[place...] + pairs[start..<middle].joined(separator: " ") + gap
          + pairs[middle..<start + width].joined(separator: " ")
      }
      let whole = rows.joined(separator: "\n")
      #expect((try? ByteNotation.hex.read(Array(whole.utf8))) == values, "\(whole)")
      for damaged in [[0, 1, 3], [0, 2, 3], [0, 1, 1, 2, 3], [0, 2, 1, 3]] {
        let text = damaged.map { String(rows[$0]) }.joined(separator: "\n")
        let error = #expect(throws: ParseError.self, "\(text)") {
          try ByteNotation.hex.read(Array(text.utf8))
        }
        #expect(error.map { $0.line > 1 || $0.column > 1 } == true, "\(text)")
      }
    }
  }

  /// What has two readings, or is not all there.
  @Test(arguments: [
    "[10, 20, 30]", "{10 11 12}", "0000 81 05", "0581 6568 6c6c 826f", "0000000 0581 6568 6c6c 006f",
    "\"\\u0081\\u0005hello\"",
    "b'\\x81\\x05h\u{E9}llo'",
    "'\\x81\\x05' 'hello", "\"\\x8\"", "\"\\\\x81\\\\x05\"", "\"\\qx\"", "[129, 5, ... 20 more items]",
    "<Buffer 81 05 68 ... 4 more bytes>", "{length = 7, bytes = 0x8105}",
    "{length = 90, bytes = 0x8105 ... 6c6f}",
    "read(3, \"\\201\\5hello\"..., 512) = 512", "read(3, \"\\201\\5hello\", 512) = 6",
    "Buffer.from([129, 5]).slice(0, 1)",
    "%81%05he+llo", "0000000 102601 062550\n0000005", "0000000 201 005   h   e\n0000005",
    "<= Recv data, 8 bytes (0x8)\n0000: 81 05 68 65 6c 6c 6f", "helloworld", "test", "[129, 256]",
    "[129, [5, 104]]",
    "{\"0\":129,\"2\":5}", "00000000: 81 05\n\n00000009: 68 65", "hex: 81, 05, 68", "81 05 \u{2605}",
  ])
  func whatIsNotCertainIsRefused(_ text: String) {
    let error = #expect(throws: ParseError.self) { try read(text) }
    #expect(error?.sentence.contains("line ") == true)
  }

  /// Bytes that were left out, and signs that are not the bytes.
  @Test(arguments: [
    "$1 = \"\\202d\", '\\000' <repeats 99 times>", "0x4020 <frame>:\t\"\\202d\"", "0x4020:\t\"\\202d\"",
    "Set(3) { 129, 5, 104 }", "0000> 81 05 68 65 6c 6c 6f", "0b10000001\n0b00000101", "1000000100000101",
    "10000001 00000101",
    "ffffff81 05 68 65 6c 6c 6f", "1988274199887766554433", "QECWQZLMNRXQ====",
    "7ffffffffffffff0  81 05 68 65 6c 6c 6f 00 81 05 68 65 6c 6c 6f 00\n0000000000000000  81 05",
    "7ffffffffffffff0: 81 05 68 65 6c 6c 6f 00 81 05 68 65 6c 6c 6f 00\n0000000000000000: 81 05",
  ])
  func whatOnlyLooksLikeBytesIsRefused(_ text: String) {
    #expect(throws: ParseError.self) { try read(text) }
  }

  /// What other programs write that is more than the bytes, or fewer: each was read as other bytes once.
  @Test(arguments: [
    "#81 #05 #68 #65 #6c #6c #6f", "/* 81 05 68 65 6c 6c 6f */", ":078105000068656C6C6F\n:00000001FF",
    "S10A0000810568656C6C6F5A", "81_05_68_65_6c_6c_6f", "81/05/68/65/6c/6c/6f",
    "10000001 0000 0101 0110 1000",
    "1000 0001 0000 0101 0110 1000 0110 0101", "0xffffff81 0x5 0x68 0x65", "ffffff810568656c6c6f",
    "0x65680581 0x006f6c6c", "0288 e803", "00000000 65680581 006f6c6c", "00000007", "[10:00] 8105:68",
    "[[0, 129], [1, 5], [2, 104]]", "(uint8_t[7]) frame = \"\\201\\005hell\"", "ByteVector(7 bytes, 0x8105)",
    "TX[7]: 81 05 68 65 6c 6c", "<<129, 5>> <> hello", "<<16#810568656c6c6f:56>>", "{81}{05}hello",
    "[0x81]}[0x05]", "$2 = \"\\210\\002\", <incomplete sequence \\350>", "['0b10001000', '0b10', '0b11']",
    "{0x81, 0x05, 0x68, /* ... */ 0x6f}", "bytearray(b'\\x81\\x05hel...')", "\"\\x0081\\x0005\\x0068\"",
    "\t0x0000:  8105 6865 6c6c 6f  ..hello\n\t[|ws]", "Payload [truncated]: 810568656c6c6f",
    "len=9 data=810568656c6c6f", "81 05 68 65 6c 6c 6f (9 bytes)", "\\201\\005hello$",
    " 82 02 00 00\n*\n 00", "810568\n656c6\n", "$1 = {0x82, 0x3, 0x0 <repeats 9 times>, 0x1...}",
    "array(3) {\n  [0]=>\n  int(137)\n  [1]=>\n  int(0)\n}", "[0] => 137\n[2] => 0",
    "(uint8_t[2]) frame = {\n  [0] = 0x89\n  [1] = 0x100\n}",
    "Follow: tcp,ascii\nFilter: tcp.stream eq 0\n7\n..hello",
    "> 2026/11/27 10:00:00.123456  length=8 from=0 to=7\n 81 05 68 65 6c 6c 6f\n--",
    "0000000  81  05  68\n        201 005   i\n0000003", "0x4020:\t\"\\201\\005hello\"",
    "8105686: 656c6c6f 8800", "frame 81 05: 88 00",
  ])
  func whatIsMoreOrFewerThanTheBytesIsRefused(_ text: String) {
    let error = #expect(throws: ParseError.self) { try read(text) }
    #expect(error?.sentence.contains("nearest is") == true, "\(error?.sentence ?? "")")
  }

  /// Text that is not all printable, as Perl's `Data::Dumper` writes it, is not raw frames.
  @Test func textWithBinaryStringsIsNotRaw() {
    #expect(throws: ParseError.self) {
      try ByteNotation.auto.readFrames(Array("$VAR1 = '".utf8) + NotationTable.hello + Array("';\n".utf8))
    }
  }

  /// The place and the notation that an error names.
  @Test(arguments: [
    ("81 05\n68 zz", 2, 4, "pairs, with or without signs between them"),
    ("<Buffer 81 05 zz>", 1, 15, "a Buffer of Node"), ("b'\\x81\\x0", 1, 2, "Python"),
    ("00000000: 8105 6865 6c6c 6f                        ..helly", 1, 58, "xxd, also with"),
    ("0000  81 05 68 65 6c 6c 6f    .-hellox", 1, 38, "Wireshark, tshark -x"),
    ("$1 = {0x81, 0x5, 0x68 <repeats x times>}", 1, 1, "gdb p/x, p/d"),
  ])
  func anErrorNamesThePlaceAndTheNearestNotation(_ text: String, _ line: Int, _ column: Int, _ name: String) {
    let error = #expect(throws: ParseError.self) { try read(text) }
    #expect(error?.line == line && error?.column == column, "\(error?.sentence ?? "")")
    #expect(error?.sentence.contains("nearest is \"\(name)") == true, "\(error?.sentence ?? "")")
  }

  @Test func ofPacketsItIsSaidHowToGetThePayload() {
    let error = #expect(throws: ParseError.self) {
      try read("0000  45 00 00 3b 1c 46 40 00 40 06 b1 e6 7f 00 00 01  E..;.F@.@.......\n0010  7f 00 00 01")
    }
    #expect(error?.sentence.contains("tshark -r FILE -T fields -e tcp.payload") == true)
  }

  /// A digit or a byte that is missing shows in the column of text, also where no offset follows, and where that column
  /// looks like more bytes.
  @Test(arguments: [
    "00000000  81 0e 7c 7c 2e 2e 7c 7c  20 33 30 20 3 31 20 7c  |..||..|| 30 31 ||",
    "00000000: 81 0e 7c 7c 2e 7c 7c 20 33 30 20 33 31 20 7c  ..||..|| 30 31 |",
    "00000000: 8105 6865 6c6c                           ..hello",
    "0000   81 05 48 65\n0004   6c 6c 6f      ab",
  ])
  func aColumnOfTextThatShowsOtherBytesIsAnError(_ text: String) {
    #expect(throws: ParseError.self) { try read(text) }
  }

  @Test(arguments: [
    ("b'810568656c6c6f'", NotationTable.hello), ("b'gQVoZWxsbw=='", NotationTable.hello),
    ("\"\\129\\5hello\"", NotationTable.hello), ("\"\\201\\5hello\"", NotationTable.hello),
    ("00: 81 05 68 65 6c\n05: 6c 6f", NotationTable.hello),
    ("$1 = {0x82, 0x3, 0x0 <repeats 3 times>}", [0x82, 3, 0, 0, 0]),
    ("Uint8Array(7) [129,5,104,101,108,108,111]", NotationTable.hello),
    (
      "> 2026/11/27 10:00:00.1  length=2 from=0 to=1\n 89 00\n--\n< 2026/11/27 10:00:00.2  length=2 from=0 to=1\n 8a 00   ..\n--\n",
      [0x89, 0, 0x8A, 0]
    ),
    ("`\\x81\\x05hello`", NotationTable.hello), ("// 81 05 68 65\n// 6c 6c 6f", NotationTable.hello),
    ("2026-11-27T10:00:00.123Z INFO frame: 8105 6865 6c6c 6f", NotationTable.hello),
    ("db -7Fh, 05h, 68h, 65h, 6Ch, 6Ch, 6Fh", NotationTable.hello),
    (
      "00000000: 30302a81 20313120  .*00 11 \n00000008: 33203232 34342033  22 33 44",
      Array("\u{81}".unicodeScalars.map { UInt8($0.value) }) + Array("*00 11 22 33 44".utf8)
    ),
  ])
  func whatShowsItsBytesIsRead(_ text: String, _ expected: [UInt8]) throws {
    #expect(try read(text) == expected)
  }

  /// Words of od in the order of the bytes, filled up at the end.
  @Test func zerosDoNotSayHowWordsAreOrdered() throws {
    var text = "0000000 82640000 00000000\n"
    for start in stride(from: 8, to: 104, by: 16) {
      text += "\(String(start + 0o10_000_000, radix: 8).dropFirst()) 00000000 00000000 00000000 00000000\n"
    }
    let values = try read(text + "0000146")
    #expect(values.starts(with: [0x82, 0x64, 0x00]) && values.count == 102)
  }

  /// Processor time in proportion to the length: each took half a minute.
  @Test(arguments: ["casts", "numbers", "escapes", "an object"])
  func longLiteralsTakeNoLongTime(_ kind: String) throws {
    let text =
      switch kind {
      case "casts": "[" + Array(repeating: "(byte)129,5", count: 25_000).joined(separator: ",") + "]"
      case "numbers": "[" + Array(repeating: "0x81,5", count: 25_000).joined(separator: ",") + "]"
      case "escapes": "\"" + String(repeating: "\\201\\5", count: 25_000) + "\""
      default: "{" + (0..<50_000).map { "\"\($0)\":\([129, 5][$0 % 2])" }.joined(separator: ",") + "}"
      }
    let start = Self.processorTime
    #expect(try read(text).count == 50_000)
    #expect(Self.processorTime - start < 10)
  }

  /// Of this thread, in seconds: other tests run beside it.
  private static var processorTime: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Each direction of a followed stream counts its own bytes (Wireshark).
  @Test func directionsOfAStreamCountForThemselves() throws {
    let text = """
      00000000  81 85 37 fa 21 3d 5f 9f  4d 51 58                  ..7.!=_. MQX
          00000000  81 05 68 65 6c 6c 6f                              ..hello
      0000000B  89 80 00 00 00 00                                 ......
          00000007  8a 00                                             ..
      """
    let expected = try ByteNotation.hex.read(
      Array("818537fa213d5f9f4d5158 810568656c6c6f 898000000000 8a00".utf8))
    #expect(try read(text) == expected)
    #expect(throws: ParseError.self) { try read(text.replacing("00000007", with: "00000008")) }
  }

  @Test func headsInATraceOfCurlArePassedOver() throws {
    let text = """
      == Info: Connected
      => Send header, 4 bytes (0x4)
      0000: 47 45 54 20                                     GET 
      <= Recv header, 2 bytes (0x2)
      0000: 0d 0a                                           ..
      <= Recv data, 7 bytes (0x7)
      0000: 81 05 68 65 6c 6c 6f                            ..hello
      => Send data, 2 bytes (0x2)
      0000: 88 00                                           ..
      """
    #expect(try read(text) == NotationTable.hello + [0x88, 0x00])
  }

  @Test func longListsAreReadInOnePass() throws {
    let values = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
    #expect(try read("[" + values.map { "\($0)" }.joined(separator: ",") + "]") == values)
  }

  @Test func repeatedRowsHaveALimit() {
    let error = #expect(throws: ParseError.self) {
      try read("00000000  82 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00\n*\n7ffffff0")
    }
    #expect(error?.sentence.contains("more than") == true)
  }
}

extension [UInt8] {
  fileprivate func ends(with other: [UInt8]) -> Bool { suffix(other.count) == other[...] }
}
