import Foundation
import TerminalTestSupport
import Testing

@Suite("A line at the prompt", .gated)
struct PromptLineTests {
  @Test func staysWithItsCursorWhenAFrameComes() async throws {
    let peer = try await Peer.puppet()
    defer { peer.end() }
    try await Screen.wscope([peer.url]) { screen in
      try await screen.type("one two three")
      try await screen.press("Left", "Left", "Left", "Left", "Left")
      try await screen.wait { $0.cursor.column == 10 }
      await peer.obey("text news")
      let contents = try await screen.wait { $0.contains("news") && $0.currentRow == "> one two three" }
      #expect(contents.cursor.column == 10)
      #expect(contents.rows[contents.cursor.row - 1] == "  news")
      #expect(contents.rows[contents.cursor.row - 2].hasPrefix("← TEXT   fin  rsv 000  op 0x1  unmasked"))
      #expect(contents.count(of: "one two three") == 1)
      try await screen.type("X")
      try await screen.press("Enter")
      let frames = await peer.frames(upTo: "1 masked 14 b'one two Xthree'")
      #expect(frames.count == 1)
    }
  }

  @Test func staysUnderAFlood() async throws {
    let peer = try await Peer.puppet()
    defer { peer.end() }
    try await Screen.wscope([peer.url]) { screen in
      try await screen.type("half")
      try await screen.wait { $0.currentRow == "> half" }
      await peer.obey("flood 10000")
      try await screen.wait { $0.contains("  message 9999") && $0.currentRow == "> half" }
      let messages = try await screen.scrollback().filter { $0.hasPrefix("  message ") }
      #expect(messages == (0..<10000).map { "  message \($0)" })
      let peak = try #require(Child.peakMemory(of: try await screen.process()))
      #expect(peak < MemoryTests.limit, "\(peak)")
      try await screen.press("Enter")
      #expect(await peer.frames(upTo: "1 masked 4 b'half'").count == 1)
    }
  }

  @Test func staysWhileTheTerminalChangesItsSize() async throws {
    let peer = try await Peer.puppet()
    defer { peer.end() }
    try await Screen.wscope([peer.url]) { screen in
      let line = "a line of more than forty columns, half typed"
      try await screen.type(line)
      try await screen.wait { $0.currentRow == "> \(line)" }
      await peer.obey("flood 1000")
      try await screen.resize(columns: 40, rows: 50)
      try await screen.wait { $0.contains("  message 999\n") && $0.currentRow == "f typed" }
      try await screen.resize(columns: 120, rows: 50)
      await peer.obey("flood 1000")
      await peer.obey("text the end")
      let contents = try await screen.wait { $0.contains("  the end\n") && $0.currentRow == "> \(line)" }
      #expect(contents.count(of: "half typed") == 1, "\(contents)")
      let messages = try await screen.scrollback().filter { $0.hasPrefix("  message ") }
      let flood = (0..<1000).map { "  message \($0)" }
      #expect(messages == flood + flood)
      try await screen.press("Enter")
      #expect(await peer.frames(upTo: "1 masked 45 b'\(line)'").count == 1)
    }
  }

  @Test func isOneMessageHoweverManyLinesArePasted() async throws {
    let peer = try await Peer.puppet()
    defer { peer.end() }
    try await Screen.wscope([peer.url]) { screen in
      try await screen.paste(Array("one\n  two\n\nthree".utf8))
      try await screen.wait { $0.currentRow == "three" }
      try await screen.press("Enter")
      #expect(await peer.frames(upTo: #"1 masked 16 b'one\n  two\n\nthree'"#).count == 1)
    }
  }

  @Test(arguments: [("/quit", "5 b'/quit'"), ("//cdn.example/x", "15 b'//cdn.example/x'")])
  func isDataWhenItIsPasted(text: String, received: String) async throws {
    let peer = try await Peer.puppet()
    defer { peer.end() }
    try await Screen.wscope([peer.url]) { screen in
      try await screen.paste(Array(text.utf8))
      try await screen.press("Enter")
      // What is recalled is the same message.
      try await screen.press("Up", "Enter")
      try await screen.enter("end")
      let frames = await peer.frames(upTo: "1 masked 3 b'end'")
      #expect(frames.filter { $0 == "1 masked \(received)" }.count == 2, "\(frames)")
    }
  }

  @Test(arguments: ["\u{3}", "\u{1a}", "\u{1c}", "\u{0}"])
  func holdsEveryByteOfAPaste(byte: String) async throws {
    let peer = try await Peer.puppet()
    defer { peer.end() }
    try await Screen.wscope([peer.url]) { screen in
      try await screen.paste(Array("aaa\(byte)bbb\n/text pwned\n/quit\n".utf8), keepsLineEnds: true)
      try await screen.press("Enter")
      try await screen.enter("end")
      let frames = await peer.frames(upTo: "1 masked 3 b'end'")
      #expect(frames.count == 2 && frames[0].hasPrefix("1 masked 26 b'aaa\\x"), "\(frames)")
    }
  }

  @Test func keepsTheLineEndsOfAPaste() async throws {
    let peer = try await Peer.puppet()
    defer { peer.end() }
    try await Screen.wscope([peer.url]) { screen in
      try await screen.paste(Array("one\r\ntwo\r\n".utf8), keepsLineEnds: true)
      try await screen.press("Enter")
      #expect(await peer.frames(upTo: #"1 masked 10 b'one\r\ntwo\r\n'"#).count == 1)
    }
  }

  @Test func canBeAPastedMegabyte() async throws {
    let peer = try await Peer.start("hostile.py", ["digest"], input: .held)
    defer { peer.end() }
    try await Screen.wscope([peer.url], limit: 60) { screen in
      try await screen.paste(Array(Payload.text(1_000_000)))
      try await screen.press("Enter")
      await peer.told("10 masked 9 b'meanwhile'")
      peer.child.write("\n")
      // Of `Payload.text(1_000_000)`, by sha256sum.
      try await screen.wait(for: "  9977d64afbb50ea46096a067e356707942db96d73f7283ebb13920516074a43b")
    }
  }

  @Test func sendsNothingWhenItIsEmpty() async throws {
    let peer = try await Peer.start("hostile.py", ["record"])
    defer { peer.end() }
    try await Screen.wscope([peer.url]) { screen in
      try await screen.press("Enter", "Enter", "Enter")
      try await screen.enter("something")
      #expect(await peer.frames(upTo: "1 masked 9 b'something'").count == 1)
    }
  }

  @Test func waitsForTheConnection() async throws {
    let peer = try await Peer.start("hostile.py", ["upgrades_later"], input: .held)
    defer { peer.end() }
    try await Screen.wscope([peer.url], prompt: "connecting>", saying: "") { screen in
      try await screen.enter("early")
      try await screen.enter("/ping too")
      try await screen.type("half")
      try await screen.wait { $0.currentRow == "connecting> half" }
      peer.child.write("\n")
      #expect(await peer.frames(upTo: "9 masked 3 b'too'") == ["1 masked 5 b'early'", "9 masked 3 b'too'"])
      try await screen.wait { $0.currentRow == "> half" }
    }
  }
}
