import Testing
import WebSocketInspect
import WebSocketWire

@Suite("RFC 7692: compressed frames in the views")
struct CompressedFrameTests {
  private func render(
    _ hex: String, from sender: WebSocketRole? = .server, view: FrameView = .line, hex isHex: Bool = false,
    side: NegotiatedDeflate.Side = .init(), keep: Int = .max
  ) -> [String] {
    let renderer = FrameRenderer(view: view, hex: isHex, style: .plain)
    return records(bytes(hex), from: sender, keep: keep, deflate: side).map { renderer.render($0) }
  }

  /// `Hello` twice, the second of which refers back (RFC 7692 7.2.3.1, 7.2.3.2).
  private static let twice = "c1 07 f2 48 cd c9 c9 07 00 | c1 05 f2 00 11 00 00"
  private static let masked = "c1 87 37 fa 21 3d c5 b2 ec f4 fe fd 21"

  @Test func aLineHasBothSizes() {
    #expect(
      render(Self.twice)[0] == """
        ← TEXT   fin  rsv 100  op 0x1  unmasked           len 7 (7-bit)   [c1 07]   inflated 5
          Hello

        """)
    #expect(render("c1 01 00")[0].hasSuffix("len 1 (7-bit)   [c1 01]   inflated 0\n"))
  }

  @Test func aMessageThatIsNotCompressedIsShownAsEver() {
    for view in FrameView.allCases {
      let plain = FrameRenderer(view: view, hex: true, style: .plain)
        .render(records("81 05 48 65 6c 6c 6f", from: .server)[0])
      #expect(render("81 05 48 65 6c 6c 6f", view: view, hex: true) == [plain])
    }
  }

  @Test func eachFragmentShowsItsOwnPart() {
    #expect(
      render("41 03 f2 48 cd | 89 00 | 80 04 c9 c9 07 00").joined() == """
        ← TEXT   more rsv 100  op 0x1  unmasked           len 3 (7-bit)   [41 03]   inflated 2
          He
        ← PING   fin  rsv 000  op 0x9  unmasked           len 0 (7-bit)   [89 00]
        ← CONTINUATION fin  rsv 000  op 0x0  unmasked           len 4 (7-bit)   [80 04]   inflated 3
          llo

        """)
  }

  @Test func aTreeTellsWhatWasAgreedTheBitTheRatioAndTheContext() {
    let trees = render(Self.twice, view: .tree)
    #expect(
      trees[0] == """
        ← TEXT from the server · frame 1 · 9 bytes at 0
          c1  1... ....  FIN      1    last fragment of the message
              .100 ....  RSV      100  RSV1: the message is compressed (RFC 7692 6)
              .... 0001  opcode   0x1  TEXT
          07  0... ....  MASK     0    not masked, as a server must send (RFC 6455 5.1)
              .000 0111  length   7    7-bit form
          payload 7 bytes, permessage-deflate, window 15 bits, context new
          inflated 5 bytes (140 % on the wire), UTF-8: Hello

        """)
    #expect(
      trees[1].hasSuffix(
        """
          payload 5 bytes, permessage-deflate, window 15 bits, context carried over
          inflated 5 bytes (100 % on the wire), UTF-8: Hello

        """))
    let dropped = render(Self.twice, view: .tree, side: .init(keepsContext: false, windowBits: 9))
    #expect(dropped[0].contains("permessage-deflate, window 9 bits, context dropped\n"))
    #expect(render("c1 01 00", view: .tree)[0].hasSuffix("context new\n  inflated 0 bytes\n"))
  }

  @Test func theBytesStandCompressedAndInflated() {
    #expect(
      render(Self.twice, hex: true)[0] == """
        ← TEXT   fin  rsv 100  op 0x1  unmasked           len 7 (7-bit)   [c1 07]   inflated 5
          00000000  c1                      FIN 1, RSV 100, opcode 0x1 TEXT
          00000001  07                      MASK 0, length 7
          00000002  f2 48 cd c9 c9 07 00    compressed  .H.....
                    48 65 6c 6c 6f          inflated    Hello

        """)
    #expect(
      render(Self.masked, from: .client, hex: true)[0].hasSuffix(
        """
          00000002  37 fa 21 3d             masking key
          00000006  c5 b2 ec f4 fe fd 21    masked      ......!
                    f2 48 cd c9 c9 07 00    compressed  .H.....
                    48 65 6c 6c 6f          inflated    Hello

        """))
  }

  @Test func theSpecificationIsTheWire() {
    #expect(
      render(Self.masked, from: .client, view: .spec) == [
        "fin=1 rsv=100 op=0x1 mask=37fa213d hex=f248cdc9c90700\n"
      ])
  }

  @Test func whatIsNotKeptIsCounted() {
    #expect(render(Self.twice, keep: 3)[0].hasSuffix("  Hel\n  ... 2 more inflated bytes are not shown\n"))
    #expect(
      render(Self.twice, view: .tree, keep: 3)[0].contains("inflated 5 bytes (140 % on the wire), UTF-8: Hel")
    )
  }

  @Test func whatDoesNotInflateIsNamed() {
    #expect(
      render("c1 02 07 00")[0].hasSuffix(
        """
          violation  deflate-corrupt  bytes 2..<4: the message does not inflate: invalid block type
                     RFC 7692 7.2.2 · an endpoint would close with 1007

        """))
    #expect(render("c9 00")[0].contains("  violation  compressed-bit-misplaced  bytes 0..<1 (c9): "))
  }

  @Test func inflatedTextIsEscaped() {
    // A stored block that holds ESC c.
    #expect(render("c1 08 00 02 00 fd ff 1b 63 00")[0].hasSuffix("\n  \\x1bc\n"))
  }
}
