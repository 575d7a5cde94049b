import Foundation
import Testing

@Suite("wscope URL in a pipe", .gated)
struct PipeTests {
  @Test(arguments: ["websockets_server.py", "ws_server.js"])
  func losesNothingOfTenThousandLines(server: String) async throws {
    let peer = try await Peer.start(server)
    defer { peer.end() }
    let lines = Data((0..<10_000).map { "line \($0) ü\n" }.joined().utf8)
    let outcome = try await Program.run([peer.url], input: .bytes(lines), limit: 60)
    outcome.expect(status: 0)
    outcome.expectOutput(lines)
    #expect(outcome.errors.isEmpty, "\(outcome.errors)")
  }

  /// Lines long enough to be written from where they arrived, more at a time than a pipe takes.
  @Test func losesNothingOfLongLines() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let lines = Data(
      (0..<4000).map { "\($0)" + String(repeating: "ü", count: $0 % 2500) + "\n" }.joined().utf8)
    let outcome = try await Program.run([peer.url], input: .bytes(lines), limit: 60)
    outcome.expect(status: 0)
    outcome.expectOutput(lines)
  }

  /// The answer to our own Close may find no one, which takes nothing away from what came.
  @Test func takesAPushAndACloseRightBehindTheHandshake() async throws {
    let peer = try await Peer.start("push_and_go.py")
    defer { peer.end() }
    for _ in 0..<5 {
      let outcome = try await Program.run(peer.url)
      outcome.expect(status: 0)
      outcome.expectOutput(Data("301\n".utf8))
      #expect(outcome.errors.isEmpty, "\(outcome.errors)")
    }
  }

  @Test func waitsForAFirstReplyAsLongAsItIsTold() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let late = try await Program.run(["--timeout", "20", peer.url + "slow/1.5"], input: .text("late\n"))
    late.expect(status: 0)
    late.expectOutput(Data("late\n".utf8))
    let missing = try await Program.run(["--timeout", "0.2", peer.url + "silent"], input: .text("a\nb\n"))
    missing.expectFailure(75, saying: "no reply within 200 ms after the last message (sent 2 messages)")
  }

  @Test(arguments: [["--echo"], ["-w", "1"], ["-l", "0"]])
  func refusesATimeoutThatWouldDoNothing(options: [String]) async throws {
    let outcome = try await Program.run(options + ["--timeout", "1"] + (options[0] == "-l" ? [] : [":9"]))
    outcome.expectFailure(64, saying: "--timeout")
  }

  @Test func readsEveryLineEnd() async throws {
    let peer = try await Peer.start("hostile.py", ["echo_frames"])
    defer { peer.end() }
    let outcome = try await Program.run(peer.url, input: .text("a\r\nb\n\nc\rd\n\r\nlast"))
    outcome.expect(status: 0)
    outcome.expectOutput(Data("a\nb\n\nc\rd\n\nlast\n".utf8))
    let report = await peer.child.output.wait(for: "frame 8")
    #expect(report.split(separator: "\n").filter { $0.hasPrefix("frame 1 ") }.count == 6, "\(report)")
  }

  /// Each block fills the views' queue at one stroke, and its reader empties it as fast, so a pause that is missed is a matter of luck.
  @Test func goesOnAfterAViewThatWasFull() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let folder = try TemporaryFolder()
    let path = try folder.file("blocks", Payload.binary(3_000_000))
    for _ in 0..<6 {
      let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      let outcome = try await Program.run(
        ["--in", "raw=1000000", "--deflate", "off", "--hex", "-w", "0.3", peer.url + "silent"],
        input: .descriptor(file.fileDescriptor), limit: 30)
      outcome.expect(status: 0)
    }
  }

  /// A short block, and one that is masked and written part by part.
  @Test(arguments: [1000, 300_000])
  func cutsBlocks(size: Int) async throws {
    let peer = try await Peer.start("hostile.py", ["echo_frames"])
    defer { peer.end() }
    let bytes = Payload.binary(10 * size + size / 2)
    let outcome = try await Program.run(
      ["--in", "raw=\(size)", "--out", "raw", peer.url], input: .bytes(bytes))
    outcome.expect(status: 0)
    outcome.expectOutput(bytes)
    let report = await peer.child.output.wait(for: "frame 8")
    #expect(
      report.split(separator: "\n").filter { $0.hasPrefix("frame 2 masked \(size) ") }.count == 10,
      "\(report)")
    #expect(report.contains("frame 2 masked \(size / 2) "))
  }

  @Test func endsAtOnceWhenToldToStayForNoTime() async throws {
    let peer = try await Peer.start("hostile.py", ["echo_frames"])
    defer { peer.end() }
    let lines = Data((0..<5000).map { "line \($0)\n" }.joined().utf8)
    let outcome = try await Program.run(["-w", "0", peer.url], input: .bytes(lines))
    outcome.expect(status: 0)
    let report = await peer.child.output.wait(for: "frame 8")
    #expect(report.split(separator: "\n").filter { $0.hasPrefix("frame 1 ") }.count == 5000)
    #expect(try await Program.run(["-w", "0", peer.url], input: .text("")).status == 0)
  }

  @Test func writesRawText() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let outcome = try await Program.run(["--out", "raw", peer.url], input: .text("a\nb\n\nc\n"))
    outcome.expect(status: 0)
    outcome.expectOutput(Data("abc".utf8))
  }

  @Test func sendsLinesAsBinary() async throws {
    let peer = try await Peer.start("hostile.py", ["echo_frames"])
    defer { peer.end() }
    let outcome = try await Program.run(
      ["--binary", peer.url], input: .bytes(Data([0x61, 0xff, 0x0a, 0x62])))
    outcome.expect(status: 0)
    outcome.expectOutput(Data([0x61, 0xff, 0x62]))
    #expect(await peer.child.output.wait(for: "frame 8").contains("frame 2 masked 2 b'a\\xff'"))
  }

  @Test func refusesALineThatIsNotUTF8() async throws {
    let peer = try await Peer.start("hostile.py", ["echo_frames"])
    defer { peer.end() }
    let outcome = try await Program.run([peer.url], input: .bytes(Data([0x67, 0x0a, 0x61, 0xff, 0x0a])))
    outcome.expectFailure(65, saying: "line 2", "byte 2", "ff", "UTF-8")
    #expect(!(await peer.child.output.wait(for: "frame 8")).contains("\\xff"))
  }

  @Test(arguments: [["--timeout", "1"], ["-w", "1"], []])
  func reportsABadLineWhateverElseGoesWrong(options: [String]) async throws {
    let bad: [UInt8] = [0xFF, 0x0A]
    let good: [UInt8] = [0x61, 0x0A]
    for (mode, bytes) in [("record", bad), ("record", good + bad + good), ("ignores_close", good + bad)] {
      let peer = try await Peer.start("hostile.py", [mode])
      defer { peer.end() }
      let outcome = try await Program.run(
        options + ["--close-timeout", "1", peer.url], input: .bytes(Data(bytes)))
      outcome.expectFailure(65, saying: "is not UTF-8")
      // A missing first reply has closed already, and is explained by the line.
      let isNamed = mode == "ignores_close" && options.first != "--timeout"
      #expect(outcome.errors.contains("did not answer our Close") == isNamed, "\(outcome.errors)")
    }
  }

  @Test func isNotSpoiledByAResetAfterItsClose() async throws {
    let peer = try await Peer.start("hostile.py", ["reply_then_leave_unread"])
    defer { peer.end() }
    for arguments in [["send", peer.url, "hi"], [peer.url]] {
      let outcome = try await Program.run(arguments, input: arguments.count == 1 ? .text("hi\n") : .none)
      outcome.expect(status: 0)
      outcome.expectOutput(Data("hi\n".utf8))
    }
  }

  @Test func onlyReceivesWhenItsInputIsEmpty() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    for input in [Input.none, .closed, .text("")] {
      let outcome = try await Program.run([peer.url + "greet/3"], input: input)
      outcome.expect(status: 0)
      outcome.expectOutput(Data("greeting 0\ngreeting 1\ngreeting 2\n".utf8))
    }
  }

  /// A socket must not take the number of a closed standard descriptor.
  @Test func survivesClosedDescriptors() async throws {
    let peer = try await Peer.start("hostile.py", ["echo_frames"])
    defer { peer.end() }
    // Which number a socket takes is a matter of chance.
    for input in [Input.none, .closed, .none, .closed, .none, .closed] {
      let child = try Program.start(["send", peer.url, "hello"], input: input, output: .closed)
      await child.outcome().expectFailure(74)
    }
    let quiet = try Program.start(["send", peer.url, "hello"], input: .closed, errors: .closed)
    let outcome = await quiet.outcome()
    outcome.expect(status: 0)
    outcome.expectOutput(Data("hello\n".utf8))
    let report = await peer.child.output.wait(for: "frame 8")
    #expect(!report.contains("unmasked"), "\(report)")
  }

  @Test func staysWhileItsInputIsOpen() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let child = try Program.start([peer.url], input: .held)
    for number in 0..<3 {
      child.write("message \(number)\n")
      await child.output.wait(for: "message \(number)\n")
    }
    child.closeInput()
    let outcome = await child.outcome()
    outcome.expect(status: 0)
    outcome.expectOutput(Data("message 0\nmessage 1\nmessage 2\n".utf8))
    #expect(await peer.child.output.wait(for: "closed 10").contains("closed 1000"))
  }

  @Test func endsWhenThePeerClosesWhileInputIsOpen() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let child = try Program.start([peer.url + "greet/2"], input: .held)
    let outcome = await child.outcome()
    child.closeInput()
    outcome.expect(status: 0)
    outcome.expectOutput(Data("greeting 0\ngreeting 1\n".utf8))
  }

  @Test(arguments: [["greet/50000"], ["greet/2", "--show", "off"]])
  func endsQuietlyWithItsReader(arguments: [String]) async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let child = try Program.start(
      [peer.url + arguments[0]] + arguments.dropFirst(), input: .none, output: .unread)
    #expect(child.readOneLineAndHangUp() == "greeting 0")
    let outcome = await child.outcome()
    outcome.expect(status: 0)
    #expect(outcome.errors.isEmpty, "\(outcome.errors)")
  }

  @Test func echoesAsAClient() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let outcome = try await Program.run(peer.url + "drive", "--echo")
    outcome.expect(status: 0)
    let report = await peer.child.output.wait(for: "closed")
    #expect(report.contains("driven\n"), "\(report) \(outcome.errors)")
  }

  @Test func linesThatAreNotMessagesAreAnnouncedOnce() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let messages = ["-x", "a\nb", "-x", "c", "-x", "d\n"]
    let outcome = try await Program.run(messages + [peer.url])
    outcome.expect(status: 0)
    outcome.expectOutput(Data("a\nb\nc\nd\n\n".utf8))
    #expect(
      outcome.errors == """
        a message holds a newline, so lines of output are not messages any more: --out nul, length32 or jsonl keeps them apart

        """)
    for form in ["nul", "raw", "length32"] {
      let kept = try await Program.run(messages + ["--out", form, peer.url])
      kept.expect(status: 0)
      #expect(kept.errors.isEmpty, "\(kept.errors)")
    }
    let mixed = try await Program.run("send", "--hex-data", "620a", peer.url, "a")
    mixed.expect(status: 0)
    mixed.expectOutput(Data("a\nb\n".utf8))
    #expect(mixed.errors.contains("a binary message among texts has no newline after it"), "\(mixed.errors)")
  }

  @Test("input of control frames alone ends as other input does")
  func endsAfterControlFrames() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let outcome = try await Program.run(["--slash", "--show", "line", peer.url], input: .text("/ping\n"))
    outcome.expect(status: 0)
    #expect(outcome.errors.contains("← PONG"), "\(outcome.errors)")
  }
}
