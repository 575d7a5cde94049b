import Testing
import WebSocketInspect
import WebSocketWire

@Suite struct FrameRendererTests {
  private func render(
    _ hex: String, from sender: WebSocketRole?, view: FrameView = .line, hex isHex: Bool = false,
    style: TextStyle = .plain,
    unescaped: Bool = false, payload: Bool = true, keep: Int = .max, note: String? = nil
  ) -> String {
    let renderer = FrameRenderer(view: view, hex: isHex, style: style, unescaped: unescaped, payload: payload)
    return records(hex, from: sender, keep: keep).map { renderer.render($0, note: note) }.joined()
  }

  private static let masked = "8185 37fa213d 5f9f4d5158"

  // MARK: Line

  @Test(
    "a narrow terminal breaks a header between its parts, and loses none of them",
    arguments: [20, 40, 80, 84])
  func narrow(width: Int) throws {
    let frame = try #require(records("8185 37fa213d 5f9f4d5158", from: .client).first)
    let whole = FrameRenderer(view: .line, hex: false, style: .plain).render(frame, note: "+1.24 ms")
    let broken = FrameRenderer(view: .line, hex: false, style: .plain, width: width)
      .render(frame, note: "+1.24 ms")
    let words = { (text: String) in text.split(whereSeparator: \.isWhitespace) }
    #expect(words(broken) == words(whole))
    #expect(broken.split(separator: "\n").allSatisfy { $0.count <= width || width < 24 }, "\(broken)")
    if width == 40 {
      #expect(
        broken == """
          → TEXT   fin  rsv 000  op 0x1
            mask 37 fa 21 3d   len 5 (7-bit)
            [81 85 37 fa 21 3d]   +1.24 ms
            hello

          """)
    }
  }

  @Test func aNarrowControlFrameHasItsColourInEveryLine() throws {
    let frame = try #require(records("8900", from: .server).first)
    let lines = FrameRenderer(view: .line, hex: false, style: TextStyle(isColored: true), width: 40)
      .render(frame, note: "+1.24 ms").split(separator: "\n")
    #expect(
      lines.map { $0.replacing("\u{1B}", with: "^") } == [
        "^[2m← PING   fin  rsv 000  op 0x9  unmasked^[0m", "^[2m  len 0 (7-bit)   [89 00]   +1.24 ms^[0m",
      ])
  }

  @Test("a tree shows every bit of every byte that a header can begin with", arguments: [false, true])
  func bits(second: Bool) throws {
    for byte in UInt8.min...(.max) where !second || byte & 0x7F < 126 {
      let wire = second ? [0x81, byte, 1, 2, 3, 4] : [byte, 0]
      let header = try #require(FrameHeader(second && byte < 0x80 ? Array(wire[..<2]) : wire))
      let frame = FrameRecord(header: header, sender: nil, number: 1, offset: 0)
      let rows = FrameRenderer(view: .tree, hex: false, style: .plain).render(frame).split(separator: "\n")
      let columns = rows[second ? 4...5 : 1...3].map { row in
        row.dropFirst(second && byte >= 0x80 ? 15 : 6).prefix(9).filter { $0 != " " }
      }
      let bits = (0..<8).map { place in
        columns.map { Array($0)[place] }.filter { $0 != "." }
      }
      #expect(bits.allSatisfy { $0.count == 1 }, "\(columns)")
      #expect(UInt8(bits.map { String($0) }.joined(), radix: 2) == byte, "\(columns)")
    }
  }

  @Test(
    "the longest header there can be is broken anywhere, in colours too", arguments: [1, 30, 60, 90, 200])
  func longest(width: Int) {
    let header = FrameHeader(
      isFinal: false, reserved: [.rsv1, .rsv2, .rsv3], opcode: .continuation,
      maskingKey: MaskingKey(bigEndian: 0xFFFF_FFFF), payloadLength: .max, lengthForm: .bits64)
    var frame = FrameRecord(header: header, sender: .client, number: .max, offset: .max)
    let side = NegotiatedDeflate().client
    frame.inflated = InflatedPayload(omitted: .max, context: DeflateContext(side, isCarried: true))
    let render = { (width: Int?, isColored: Bool) in
      FrameRenderer(
        view: .line, hex: false, style: TextStyle(isColored: isColored), payload: false, width: width
      )
      .render(frame, note: "+9.99 µs")
    }
    let words = { (text: String) in
      text.replacing(/\u{1B}\[[0-9]*m/, with: "").split(whereSeparator: \.isWhitespace)
    }
    #expect(words(render(width, false)) == words(render(nil, false)))
    #expect(words(render(width, true)) == words(render(nil, false)))
    #expect(words(render(nil, false)).contains("18446744073709551615"))
  }

  @Test("rows of a dump go on beyond 4 GiB", arguments: [nil, MaskingKey(bigEndian: 0)])
  func beyondFourGibibytes(key: MaskingKey?) {
    let header = FrameHeader(opcode: .binary, maskingKey: key, payloadLength: 50)
    let frame = FrameRecord(
      header: header, sender: nil, number: 1, offset: 0xFFFF_FFE0 - UInt64(header.count),
      payload: [UInt8](repeating: 0x41, count: 50))
    let rows = FrameRenderer(view: .line, hex: true, style: .plain).render(frame).split(separator: "\n")
      .filter { $0.contains("A") && $0.contains(" 41 ") }
    let offsets = rows.map { $0.split(separator: " ")[0] }.filter { $0 != "41" }
    #expect(offsets == ["ffffffe0", "fffffff0", "100000000", "100000010"])
    #expect(rows.count == (key == nil ? 4 : 8))
    #expect(rows.last?.hasSuffix(key == nil ? "payload     AA" : "unmasked    AA") == true)
  }

  @Test func goesOnBehindWhatIsThere() throws {
    let frame = try #require(records("8105 68656c6c6f", from: .server).first)
    let renderer = FrameRenderer(view: .line, hex: true, style: .plain)
    var output = Array("before\n".utf8)
    renderer.render(frame, note: "+1 ms", into: &output)
    #expect(String(decoding: output, as: UTF8.self) == "before\n" + renderer.render(frame, note: "+1 ms"))
  }

  @Test func lineOut() {
    #expect(
      render(Self.masked, from: .client) == """
        → TEXT   fin  rsv 000  op 0x1  mask 37 fa 21 3d   len 5 (7-bit)   [81 85 37 fa 21 3d]
          hello

        """)
  }

  @Test func lineInWithTime() {
    #expect(
      render("8105 68656c6c6f", from: .server, note: "+1.24 ms") == """
        ← TEXT   fin  rsv 000  op 0x1  unmasked           len 5 (7-bit)   [81 05]   +1.24 ms
          hello

        """)
  }

  @Test func lineOfControlFrames() {
    #expect(
      render("8900 8a02 0001 8809 03e9 72657374617274 8802 03e9", from: .server)
        == """
        ← PING   fin  rsv 000  op 0x9  unmasked           len 0 (7-bit)   [89 00]
        ← PONG   fin  rsv 000  op 0xA  unmasked           len 2 (7-bit)   [8a 02]
          00000000  00 01                                            ..
        ← CLOSE  fin  rsv 000  op 0x8  unmasked           len 9 (7-bit)   [88 09]
          1001 going away: restart
        ← CLOSE  fin  rsv 000  op 0x8  unmasked           len 2 (7-bit)   [88 02]
          1001 going away
          warning    data-after-close  bytes 0..<2 (88 02): a frame after the Close frame
                     RFC 6455 5.5.1 · the connection goes on

        """)
  }

  @Test func lineOfABrokenRule() {
    #expect(
      render("817e0005 68656c6c6f", from: .server) == """
        ← TEXT   fin  rsv 000  op 0x1  unmasked           len 5 (16-bit)  [81 7e 00 05]
          hello
          violation  length-not-minimal  bytes 2..<4 (00 05): 5 fits in 7 bits, and the shortest form is required
                     RFC 6455 5.2 · an endpoint would close with 1002

        """)
  }

  @Test func fragmentsAndBinary() {
    #expect(
      render("0101 61 8001 62 8203 00ff41", from: nil) == """
        · TEXT   more rsv 000  op 0x1  unmasked           len 1 (7-bit)   [01 01]
          a
        · CONTINUATION fin  rsv 000  op 0x0  unmasked           len 1 (7-bit)   [80 01]
          b
        · BINARY fin  rsv 000  op 0x2  unmasked           len 3 (7-bit)   [82 03]
          00000000  00 ff 41                                         ..A

        """)
  }

  @Test func aFragmentThatCutsAScalarIsEscaped() {
    #expect(render("0102 e282 8001 ac", from: .server).contains("\n  \\xe2\\x82\n"))
    for view in [FrameView.line, .tree] {
      let renderer = FrameRenderer(view: view, hex: false, style: .plain)
      let text = records("0102 61e2 0000 8900 8003 82ac7a", from: .server).map { renderer.render($0) }
        .joined()
      #expect(text.contains("a\\xe2\n") && text.contains("\\x82\\xacz\n"), "\(text)")
      #expect(!text.contains("00000000"), "\(text)")
    }
    #expect(render("0201 61 8001 ff", from: .server).contains("[80 01]\n  00000000  ff"))
    #expect(render("8101 61 8001 ff", from: .server).contains("[80 01]\n  00000000  ff"))
    #expect(!render("0102 e282 8001 ac", from: .server).contains("violation"))
  }

  @Test func linesOfATextAndItsEscapes() {
    #expect(
      render("8109 61 0a 0a 1b5b6d 09 62 0a", from: .server).hasSuffix(
        "[81 09]\n  a\n  \n  \\x1b[m\\x09b\\x0a\n"))
    #expect(render("8103 1b5b6d", from: .server, unescaped: true).hasSuffix("[81 03]\n  \u{1B}[m\n"))
  }

  @Test(arguments: [FrameView.line, .tree])
  func aLongTextIsBrokenWhereOurOwnLinesAreBesideIt(view: FrameView) throws {
    let words = "hi\u{A0}client 2: transfer approved, \\xff and 漢字漢字漢字漢字"
    let wire = [0x81, UInt8(words.utf8.count)] + Array(words.utf8)
    let frame = try #require(records(wire, from: .server).first)
    let whole = FrameRenderer(view: view, hex: false, style: .plain, width: 40).render(frame)
    let broken = FrameRenderer(view: view, hex: false, style: .plain, width: 40, breaksPayload: true)
      .render(frame)
    #expect(whole.hasSuffix("\n  hi\u{A0}client 2: transfer approved, \\\\xff and 漢字漢字漢字漢字\n"))
    #expect(
      broken.hasSuffix("\n  hi\u{A0}client 2: transfer approved, \\\\xff \n  and 漢字漢字漢字漢字\n"), "\(broken)")
  }

  @Test func escapesInACloseReason() {
    #expect(render("8805 03e8 1b5b6d", from: .server).contains("\n  1000 normal closure: \\x1b[m\n"))
  }

  @Test func whatIsNotShownOrNeverCame() {
    #expect(
      render("8105 68656c6c6f", from: .server, keep: 2).hasSuffix(
        "  he\n  ... 3 more payload bytes are not shown\n"))
    #expect(
      render("8105 68656c6c6f", from: .server, keep: 4).hasSuffix(
        "  hell\n  ... 1 more payload byte is not shown\n"))
    #expect(
      render("810a 68656c6c6f", from: .server)
        .hasSuffix("  hello\n  incomplete: 5 of 10 payload bytes came, 5 are missing\n"))
    #expect(render("8105 68656c6c6f", from: .server, payload: false).hasSuffix("[81 05]\n"))
    #expect(render(Self.masked, from: .client, view: .off, hex: true) == "")
  }

  @Test func coloursByMeaning() {
    let colour = TextStyle(isColored: true)
    let data = render(Self.masked, from: .client, style: colour)
    #expect(data.hasPrefix("\u{1B}[36m→\u{1B}[0m \u{1B}[1mTEXT\u{1B}[0m   fin  "))
    #expect(data.contains("mask \u{1B}[35m37 fa 21 3d\u{1B}[0m   len"))
    let control = render("8900", from: .server, style: colour)
    #expect(control.hasPrefix("\u{1B}[2m← PING   fin"))
    #expect(control.hasSuffix("[89 00]\u{1B}[0m\n"))
    #expect(colour.paint("", .violation) == "")
    #expect(TextStyle.plain.paint("x", .violation) == "x")
  }

  @Test(arguments: FrameView.allCases)
  func coloursChangeNoText(_ view: FrameView) {
    let hex = "8185 37fa213d 5f9f4d5158 817e0005 68656c6c6f 8203 00ff41 8809 03e9 72657374617274 0a"
    let coloured = render(hex, from: .server, view: view, hex: true, style: TextStyle(isColored: true))
    #expect(withoutColours(coloured) == render(hex, from: .server, view: view, hex: true))
  }

  private func withoutColours(_ text: String) -> String {
    text.split(separator: "\u{1B}[", omittingEmptySubsequences: false).enumerated()
      .map { $0 == 0 ? String($1) : String($1.drop { $0 != "m" }.dropFirst()) }.joined()
  }

  // MARK: Hex

  @Test func byteByByteMasked() {
    #expect(
      render(Self.masked, from: .client, hex: true) == """
        → TEXT   fin  rsv 000  op 0x1  mask 37 fa 21 3d   len 5 (7-bit)   [81 85 37 fa 21 3d]
          00000000  81                FIN 1, RSV 000, opcode 0x1 TEXT
          00000001  85                MASK 1, length 5
          00000002  37 fa 21 3d       masking key
          00000006  5f 9f 4d 51 58    masked      _.MQX
                    68 65 6c 6c 6f    unmasked    hello

        """)
  }

  @Test func byteByByteOverRowsAndOffsets() {
    let frame = FrameRecord(
      header: FrameHeader(opcode: .binary, payloadLength: 18, lengthForm: .bits16), sender: .server,
      number: 2,
      offset: 0x1_0000_0000, payload: Array("0123456789abcdefgh".utf8))
    #expect(
      FrameRenderer(view: .line, hex: true, style: .plain).render(frame)
        == """
        ← BINARY fin  rsv 000  op 0x2  unmasked           len 18 (16-bit)  [82 7e 00 12]
          100000000  82                                                 FIN 1, RSV 000, opcode 0x2 BINARY
          100000001  7e                                                 MASK 0, length 126: the length is in the next 2 bytes (16-bit form)
          100000002  00 12                                              length 18, 16-bit form
          100000004  30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66    payload     0123456789abcdef
          100000014  67 68                                              payload     gh

        """)
  }

  // MARK: Tree

  @Test func tree() {
    #expect(
      render(Self.masked, from: .client, view: .tree) == """
        → TEXT from the client · frame 1 · 11 bytes at 0
          81           1... ....  FIN      1            last fragment of the message
                       .000 ....  RSV      000          no extension bits
                       .... 0001  opcode   0x1          TEXT
          85           1... ....  MASK     1            masked, as a client must send (RFC 6455 5.1)
                       .000 0101  length   5            7-bit form
          37 fa 21 3d             key      37 fa 21 3d  XOR with payload byte i mod 4
          payload 5 bytes, UTF-8: hello

        """)
  }

  @Test func treeOf16Bits() {
    #expect(
      render("017e0005 68656c6c6f", from: nil, view: .tree) == """
        · TEXT · frame 1 · 9 bytes at 0
          01     0... ....  FIN      0    more fragments follow
                 .000 ....  RSV      000  no extension bits
                 .... 0001  opcode   0x1  TEXT
          7e     0... ....  MASK     0    not masked, as a server sends
                 .111 1110  length   126  the length is in the next 2 bytes (16-bit form)
          00 05             extended 5    16-bit form
          payload 5 bytes, UTF-8: hello
          violation  length-not-minimal  bytes 2..<4 (00 05): 5 fits in 7 bits, and the shortest form is required
                     RFC 6455 5.2 · an endpoint would close with 1002

        """)
  }

  @Test func treeOf64BitsThatEndsEarly() {
    #expect(
      render("c2ff0000000000010000 01020304 0103", from: .client, view: .tree) == """
        → BINARY from the client · frame 1 · 16 bytes at 0
          c2                       1... ....  FIN      1            last fragment of the message
                                   .100 ....  RSV      100          bits that an extension would have to explain
                                   .... 0010  opcode   0x2          BINARY
          ff                       1... ....  MASK     1            masked, as a client must send (RFC 6455 5.1)
                                   .111 1111  length   127          the length is in the next 8 bytes (64-bit form)
          00 00 00 00 00 01 00 00             extended 65536        64-bit form
          01 02 03 04                         key      01 02 03 04  XOR with payload byte i mod 4
          payload 65536 bytes
          00000000  00 01                                            ..
          incomplete: 2 of 65536 payload bytes came, 65534 are missing
          violation  reserved-bits  bytes 0..<1 (c2): RSV is 100, and no extension was negotiated
                     RFC 6455 5.2 · an endpoint would close with 1002

        """)
  }

  @Test func payloadsUnderATree() {
    #expect(render("8900", from: .server, view: .tree).hasSuffix("\n  payload 0 bytes\n"))
    #expect(
      render("8802 03e9", from: .server, view: .tree).hasSuffix(
        "\n  payload 2 bytes, close: 1001 going away\n"))
    #expect(
      render("8103 61 0a 62", from: .server, view: .tree).hasSuffix("\n  payload 3 bytes, UTF-8:\n  a\n  b\n")
    )
    #expect(render("8101 61", from: .server, view: .tree, payload: false).hasSuffix("\n  payload 1 byte\n"))
    #expect(
      render("0101 c3", from: .server, view: .tree).hasSuffix("\n  payload 1 byte, not all UTF-8: \\xc3\n"))
  }
}
