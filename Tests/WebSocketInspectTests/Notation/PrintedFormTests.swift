import Testing
import WebSocketInspect
import WireTestSupport

/// What languages and programs print between bytes is taken away, or refused with its place.
@Suite struct PrintedFormTests {
  static let read: [(String, String)] = [
    ("<<129, 5>> <> \"he\" <> <<108, 108>> <> \"o\"", "810568656c6c6f"),
    ("frame = <<129, 5>> <> \"hello\"\n", "810568656c6c6f"),
    ("\"\\x81\\x05\" <> \"hello\"", "810568656c6c6f"), ("\"\\x81\\x02h\" <> <<98>>", "81026862"),
    ("<<129::8, 5::size(8), \"hello\"::binary>>", "810568656c6c6f"),
    ("<<137:8/integer-unsigned, 0:8>>", "8900"), ("1> <<137,0>>.", "8900"), ("{ok,<<137,0>>}", "8900"),
    ("[\"\\x81\\x02\", <<104, 98>>]", "81026862"), ("{binary,<<137:8,0>>}", "8900"),
    ("CHR(129) || chr(2) || 'hi'", "81026869"), ("$x = chr(0x89) . chr(0);", "8900"),
    ("Chr(129) & Chr(2) & \"hi\"", "81026869"), ("pack('C*', 137, 0)", "8900"),
    ("[137, 0].pack(\"C*\")", "8900"), ("[1 => 137, 2 => 0]", "8900"),
    ("$1 = {-126 '\\202', 4 '\\004', 0 '\\000' <repeats 4 times>}", "820400000000"),
    ("0x7ffe0010:\t-127 '\\201'\t3 '\\003'\t39 '\\''\t92 '\\\\'\t10 '\\n'", "8103275c0a"),
    ("12^done,memory=[{begin=\"0x1\",offset=\"0x0\",end=\"0x3\",contents=\"8900\"}]", "8900"),
    (
      "^done,addr=\"0x1\",nr-bytes=\"4\",next-row=\"0x5\",memory=[{addr=\"0x1\",data=[\"137\",\"0\"],ascii=\"..\"},{addr=\"0x3\",data=[\"138\",\"0\"]}]",
      "89008a00"
    ),
    ("content:\"|81 04|1234\"; depth:6;", "810431323334"), ("|81 04|abcd", "810461626364"),
    ("\"|8104|ab|63 64|\"", "810461626364"), (#"content:"|81 02|\;\"""#, "81023b22"),
    // Columns of a table.
    ("|81 02|61 62|", "81026162"),
    ("&#x81;&#2;&lt;&amp;", "81023c26"), ("&#137;&#0;\n", "8900"),
    (
      "::1 - - [27/Nov/2026:10:00:00 +0000] \"\\x89\\x00\" 400 0\n::1 - - [27/Nov/2026:10:00:01 +0000] \"\\x8A\\x00\" 400 0\n",
      "89008a00"
    ),
    ("(b'\\x81\\x02a'\n b'b')", "81026162"),
    ("b\"\\x81\\x03\\00/\"", "810300302f"), ("\"\\x81\\x03\\00/\"", "810300302f"),
    (" [1] 137   0\n [3] 138   0", "89008a00"),
  ]

  @Test(arguments: read)
  func isRead(_ text: String, _ right: String) throws {
    #expect(try ByteNotation.auto.readFrames(Array(text.utf8)) == hex(right))
  }

  /// What is refused, and a part of the sentence.
  static let refused: [(String, String)] = [
    ("<<1:1,0:3,9:4,0>>", "line 1, column 4: only segments of 8 bits are read"),
    ("<<33024:16>>", "only segments of 8 bits"), ("<<137,0:4>>", "only segments of 8 bits"),
    ("<<129, x/binary>>", "only segments of 8 bits"), ("<<137,0", ""),
    ("header <> <<137,0>>", "what is joined here is not all bytes"),
    ("cat <<EOF\n12:34\nEOF\n", ""), ("{ 81 05 68 65 6c 6c ?? }", "?? means a byte that is not known"),
    ("81 05 68 ?? 6c 6c 6f", "?? means a byte that is not known"),
    (":02000000890075\n:00000001FF\n", "these are records of Intel HEX"),
    (
      "00000000: 8112 6161 6161 6161 6161 6161 6161 6161  ..aaaaaaaaaaaaaa 00000010: 6161 6161                                aaaa",
      "what follows the bytes of this row"
    ),
    ("$1 = {-120 '\\210', 5 '\\006', 3 '\\003'}", ""),
    (
      "^done,nr-bytes=\"3\",memory=[{addr=\"0x1\",data=[\"0x89\",\"0x00\"]}]",
      "3 bytes are announced, and there are 2"
    ),
    ("^done,memory=[{addr=\"0x1\",data=[\"0x0089\"]}]", "these are words of several bytes"),
    (
      "^done,memory=[{contents=\"8900\"},{contents=\"8a00\"}]", "there are several blocks of memory"
    ),
    ("{\"1\":137,\"3\":0}", "the element 2 is expected here"), ("[1 => 137, 3 => 0]", ""),
    ("content:\"|81 01|\u{e9}\"", "is not text of a rule"),
    ("&#137;&#256;", "this is not the reference of a byte"),
    ("&#137;&#0", "this is not the reference of a byte"),
    ("&#137;&#0;\nmore", "is not text of one line"), ("chr(137).chr(300)", ".chr may change"),
    (" [1] 137   0\n [4] 138   0", ""),
    (
      "1.2.3.4 - - [27/Nov/2026:10:00:00 +0000] \"\\x89\\x00\" 400 0\nother 82 00\n", ""
    ),
  ]

  @Test(arguments: refused)
  func isRefused(_ text: String, _ part: String) {
    let error = #expect(throws: ParseError.self) { try ByteNotation.auto.readFrames(Array(text.utf8)) }
    #expect(error?.sentence.contains(part) == true || part.isEmpty, "\(String(describing: error))")
  }

  @Test(
    "what is joined a thousand times is read in a moment, and a text of nothing but openings too",
    .timeLimit(.minutes(1)))
  func stress() throws {
    let joined = Array(repeating: "<<97>> <> \"b\"", count: 2000).joined(separator: " <> ")
    let frame = "<<130, 126, 15, 160>> <> \(joined)"
    #expect(try ByteNotation.auto.readFrames(Array(frame.utf8)).count == 4004)
    for text in ["<<1", "\"a\" <> ", "<<1>> <> x ", "chr(1)."] {
      let long = Array(repeating: text, count: 5_000).joined()
      #expect(throws: ParseError.self) { try ByteNotation.auto.readFrames(Array(long.utf8)) }
    }
  }
}
