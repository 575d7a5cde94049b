import Foundation
import TerminalTestSupport
import Testing

@Suite("What is sent from the prompt", .gated)
struct PromptSendingTests {
  /// A line, and the frames that the peer gets for it.
  static let lines: [(String, [String])] = [
    ("hello", ["1 masked 5 b'hello'"]),
    (" hello ", ["1 masked 7 b' hello '"]),
    ("//x", ["1 masked 2 b'/x'"]),
    ("/text /x y", ["1 masked 4 b'/x y'"]),
    ("/binary 00 ff", [#"2 masked 2 b'\x00\xff'"#]),
    ("/base64 aGk=", ["2 masked 2 b'hi'"]),
    ("/ping data", ["9 masked 4 b'data'"]),
    ("/pong", ["10 masked 0 b''"]),
    ("/fragment 3 abcdefg", ["1 masked 3 b'abc'", "0 masked 2 b'de'", "0 masked 2 b'fg'"]),
    ("/frame op=0xB text='a b'", ["11 masked 3 b'a b'"]),
    ("/frame mask=none text=bare", ["1 unmasked 4 b'bare'"]),
    ("/nope", []),
    ("/fragment none", []),
    ("/binary 0", []),
  ]

  @Test(arguments: lines)
  func arrives(line: String, frames: [String]) async throws {
    let peer = try await Peer.start("hostile.py", ["record"])
    defer { peer.end() }
    try await Screen.wscope([peer.url]) { screen in
      try await screen.enter(line)
      try await screen.enter("end")
      #expect(await peer.frames(upTo: "1 masked 3 b'end'") == frames + ["1 masked 3 b'end'"])
      try await screen.waitForPrompt()
    }
  }

  @Test(arguments: [("/close", "8 masked 2 1000 "), ("/close 3000 not you", "8 masked 9 3000 not you")])
  func canBeAClose(line: String, frame: String) async throws {
    let peer = try await Peer.start("hostile.py", ["record"])
    defer { peer.end() }
    try await Screen.wscope([peer.url]) { screen in
      try await screen.enter(line)
      #expect(await peer.frames(upTo: frame).count == 1)
      try await screen.waitForPrompt("closed>", below: "/quit leaves")
      try await screen.enter("/quit")
      #expect(try await screen.status() == 0)
    }
  }

  @Test func canBeAFile() async throws {
    let peer = try await Peer.start("hostile.py", ["record"])
    defer { peer.end() }
    let folder = try TemporaryFolder()
    let text = try folder.file("a text", Data("words\n".utf8))
    let bytes = try folder.file("bytes", Data([0, 0xFF]))
    try await Screen.wscope([peer.url]) { screen in
      try await screen.enter("/file '\(text)'")
      try await screen.enter("/file \(bytes)")
      try await screen.enter("/file '\(text)' binary")
      try await screen.enter("/file \(bytes) text")
      try await screen.wait(for: "is not UTF-8")
      try await screen.enter("/file \(folder.path("nothing"))")
      try await screen.wait(for: "cannot be read: no such file or directory")
      try await screen.enter("end")
      let wanted = [
        #"1 masked 6 b'words\n'"#, #"2 masked 2 b'\x00\xff'"#, #"2 masked 6 b'words\n'"#, "1 masked 3 b'end'",
      ]
      #expect(await peer.frames(upTo: "1 masked 3 b'end'") == wanted)
    }
  }

  @Test func isShownWhenALongFileHasLeft() async throws {
    let listener = try await Listener.start([])
    defer { listener.end() }
    let folder = try TemporaryFolder()
    let file = try folder.file("long", Data(count: 3_000_000))
    try await Screen.wscope([listener.url]) { screen in
      try await screen.enter("/file \(file)")
      try await screen.wait(for: "2999680 of 3000000 payload bytes are not shown; /last shows all")
    }
  }

  @Test func canBeComposedInAnEditor() async throws {
    let peer = try await Peer.puppet()
    defer { peer.end() }
    let folder = try TemporaryFolder()
    let script =
      "ls -l /proc/$$/fd | grep -c socket; stty -a | grep -o -- '-*icanon'; read -r line; printf 'two\\n%s\\n' \"$line\" > \"$1\"\n"
    let editor = try folder.file("editor", Data(script.utf8))
    try await Screen.wscope([peer.url], environment: ["EDITOR": "sh \(editor)"]) { screen in
      try await screen.enter("/edit")
      try await screen.wait { $0.text.hasSuffix("\n0\nicanon") }
      await peer.obey("text meanwhile")
      try await screen.enter("lines")
      #expect(await peer.frames(upTo: #"1 masked 9 b'two\nlines'"#).count == 1)
      try await screen.wait { $0.contains("  meanwhile") && $0.currentRow == ">" }
    }
  }

  @Test func isNotSentWhenTheEditorFails() async throws {
    let peer = try await Peer.start("hostile.py", ["record"])
    defer { peer.end() }
    try await Screen.wscope([peer.url], environment: ["EDITOR": "false"]) { screen in
      try await screen.enter("/edit")
      try await screen.wait(for: "the editor ended with status 1; nothing was sent")
      try await screen.enter("end")
      #expect(await peer.frames(upTo: "1 masked 3 b'end'").count == 1)
    }
  }

  @Test func isBinaryWhereAskedFor() async throws {
    let peer = try await Peer.start("hostile.py", ["record"])
    defer { peer.end() }
    try await Screen.wscope([peer.url, "--binary"]) { screen in
      try await screen.enter("bytes")
      #expect(await peer.frames(upTo: "2 masked 5 b'bytes'").count == 1)
    }
  }
}
