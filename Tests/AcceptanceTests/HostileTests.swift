import Foundation
import Testing

@Suite("Hostile servers", .gated)
struct HostileTests {
  static let controlOf126 = "897e007e" + String(repeating: "61", count: 126)

  /// What the server sends after the handshake, the rule that it breaks, and the code that we close with.
  static let breaches: [(String, String, Int)] = [
    ("81850000000068656c6c6f", "mask-forbidden", 1002), ("8102c328", "text-not-utf8", 1007),
    ("0101c3 8001c3", "text-not-utf8", 1007), ("8101c3", "text-not-utf8", 1007),
    ("8300", "reserved-opcode", 1002),
    ("8b00", "reserved-opcode", 1002), ("0900", "control-fragmented", 1002),
    (controlOf126, "control-too-long", 1002),
    ("827fffffffffffffffff", "length-top-bit", 1002), ("c10161", "reserved-bits", 1002),
    ("817e000161", "length-not-minimal", 1002), ("817f000000000000000161", "length-not-minimal", 1002),
    ("800161", "continuation-without-start", 1002), ("010161810162", "message-interrupted", 1002),
    ("880103", "close-body-one-byte", 1002), ("880203ed", "close-code-forbidden", 1002),
    ("8802ffff", "close-code-forbidden", 1002), ("880403e8c328", "close-reason-not-utf8", 1007),
  ]

  @Test(arguments: breaches)
  func breakTheProtocol(hex: String, rule: String, code: Int) async throws {
    let spelled = hex.filter { $0 != " " }
    for mode in ["frames", "frames_then_eof"] {
      let peer = try await Peer.start("hostile.py", [mode, spelled])
      defer { peer.end() }
      let outcome = try await Program.run(["send", peer.url, "hi"], limit: 8)
      outcome.expectFailure(76, saying: rule, "RFC 6455")
      guard mode == "frames" else { continue }
      let report = await peer.child.output.wait(for: "frame 8")
      #expect(report.contains(" \(code) "), "\(report)")
    }
  }

  @Test func keepWhatCameBeforeTheBreach() async throws {
    let peer = try await Peer.start("hostile.py", ["frames", "8103616161", "8300", "8103626262"])
    defer { peer.end() }
    let outcome = try await Program.run(peer.url)
    outcome.expectFailure(76)
    outcome.expectOutput(Data("aaa\n".utf8))
  }

  @Test(arguments: [
    "827f4000000000000000", "827f400000000000000061626364", "817f3fffffffffffffff", "01056162", "82", "",
  ])
  func fallSilentInsideAFrame(hex: String) async throws {
    let peer = try await Peer.start("hostile.py", ["frames_then_silence", hex])
    defer { peer.end() }
    let child = try Program.start(
      ["send", "--timeout", "0.5", "--close-timeout", "0.5", peer.url, "hi"], limit: 8)
    await peer.child.output.wait { !$0.isEmpty }
    let outcome = await child.outcome()
    outcome.expectFailure(75)
  }

  @Test(arguments: [
    ("827f4000000000000000", ""), ("82056162", "ab"), ("01026162", "ab"), ("82", ""), ("810161", "a\n"),
    ("", ""),
    ("89", ""),
  ])
  func endsInsideASession(hex: String, output: String) async throws {
    let peer = try await Peer.start("hostile.py", ["frames_then_eof", hex])
    defer { peer.end() }
    let outcome = try await Program.run([peer.url], limit: 8)
    outcome.expectFailure(80)
    outcome.expectOutput(Data(output.utf8))
  }

  @Test func endAtEveryByte() async throws {
    let measure = try await Peer.start("hostile.py", ["eof_at"])
    defer { measure.end() }
    _ = try await Program.run(measure.url)
    let words = await measure.child.output.wait(for: "length").split(whereSeparator: \.isWhitespace)
    let numbers = words.dropFirst().compactMap { Int($0) }
    try #require(numbers.count == 2)
    let (length, head) = (numbers[0], numbers[1])
    let peer = try await Peer.start("hostile.py", ["eof_at_every"], limit: 600)
    defer { peer.end() }
    let whole = Data("one\ntwo!\n".utf8)
    for count in 0...length {
      let outcome = try await Program.run([peer.url], limit: 8)
      if count == length {
        outcome.expect(status: 0)
        outcome.expectOutput(whole)
      } else if count < head {
        #expect([80, 81].contains(outcome.status), "\(count): \(outcome.status) \(outcome.errors)")
        #expect(outcome.output.isEmpty)
      } else {
        #expect(outcome.status == 80, "\(count) of \(length): \(outcome.errors)")
        #expect(whole.starts(with: outcome.output), "\(count): \(outcome.text)")
      }
      #expect(outcome.status == 0 || outcome.errors.contains("wscope: "), "\(count): \(outcome.errors)")
    }
  }

  @Test func dripByteByByte() async throws {
    let peer = try await Peer.start("hostile.py", ["drip"])
    defer { peer.end() }
    let outcome = try await Program.run([peer.url], input: .text("drip ü\n"))
    outcome.expect(status: 0)
    outcome.expectOutput(Data("drip ü\n".utf8))
  }

  @Test func sendAThousandMessagesWithTheHandshake() async throws {
    let peer = try await Peer.start("hostile.py", ["flood_small", "1000"])
    defer { peer.end() }
    let outcome = try await Program.run(peer.url)
    outcome.expect(status: 0)
    outcome.expectOutput(Data((0..<1000).map { "message \($0)\n" }.joined().utf8))
  }

  /// Pings alone, and with them a byte of a message in fragments.
  @Test(arguments: [[], ["010161", "000161"]])
  func moveNoDeadlineByPings(hex: [String]) async throws {
    let peer = try await Peer.start("hostile.py", ["pings_all_the_time"] + hex)
    defer { peer.end() }
    for arguments in [["send"], ["-x", "hi"]] {
      let outcome = try await Program.run(
        arguments + ["--timeout", "1", "--close-timeout", "0.5", peer.url]
          + (arguments == ["send"] ? ["hi"] : []),
        limit: 8)
      outcome.expectFailure(75, saying: "no reply within 1 s")
    }
  }

  @Test func keepNoDrainGoingByPings() async throws {
    let peer = try await Peer.start("hostile.py", ["pings_all_the_time"])
    defer { peer.end() }
    let outcome = try await Program.run(
      ["--close-timeout", "0.5", peer.url], input: .text("hi\n"), limit: 8)
    outcome.expectFailure(75, saying: "did not answer our Close")
  }

  /// A Close right after the reply, its code and our status.
  @Test(arguments: [("03f3", 79), ("1131", 79), ("03e8", 0), ("03e9", 0)] as [(String, Int32)])
  func closeRightAfterTheReply(code: String, status: Int32) async throws {
    let peer = try await Peer.start("hostile.py", ["answers", "81026f6b", "8802", code])
    defer { peer.end() }
    for _ in 0..<5 {
      for arguments in [
        ["send", peer.url, "hi"], ["-x", "hi", peer.url], ["-x", "hi", "--show", "line", peer.url],
      ] {
        let outcome = try await Program.run(arguments)
        outcome.expect(status: status)
        outcome.expectOutput(Data("ok\n".utf8))
      }
    }
  }

  /// The Close comes inside a fragmented message.
  @Test func closeInsideAMessage() async throws {
    let peer = try await Peer.start("hostile.py", ["frames", "0101618802", "03e8"])
    defer { peer.end() }
    let outcome = try await Program.run(peer.url)
    outcome.expectFailure(75, saying: "inside a fragmented message")
    outcome.expectOutput(Data("a".utf8))
  }

  @Test(arguments: [([], "sent 2, received 0\n"), (["-q"], "")])
  func sayWhenNothingCame(options: [String], words: String) async throws {
    let peer = try await Peer.start("hostile.py", ["record"])
    defer { peer.end() }
    let outcome = try await Program.run([peer.url] + options, input: .text("one\ntwo\n"))
    outcome.expect(status: 0)
    #expect(outcome.errors == words)
  }

  @Test(arguments: [
    ([], true), (["--show", "spec", "--views", "/dev/null"], true),
    (["--handshake", "--views", "/dev/null"], false),
    (["--show", "line", "--views", "/dev/null"], false),
  ])
  func warnWhereNoViewDoes(options: [String], isSaid: Bool) async throws {
    let peer = try await Peer.start("hostile.py", ["extra", "X-Odd: \u{1}\r\nX-Token: SECRET\u{1}"])
    defer { peer.end() }
    let outcome = try await Program.run(options + ["-w", "0", peer.url], input: .text("hi\n"))
    outcome.expect(status: 0)
    let warning = "the value of X-Odd holds a control character (RFC 9110 5.5); 1 more with --handshake"
    #expect(outcome.errors == (isSaid ? "wscope: warning: \(warning)\n" : ""))
  }

  @Test func neverAnswerAClose() async throws {
    let peer = try await Peer.start("hostile.py", ["ignores_close"])
    defer { peer.end() }
    let outcome = try await Program.run(
      ["send", "--expect", "0", "--close-timeout", "0.5", peer.url, "hi"], limit: 8)
    outcome.expectFailure(75, saying: "did not answer our Close")
    #expect(await peer.child.output.wait(for: "frame 8").contains("frame 8 masked"))
    let missing = try await Program.run(
      ["send", "--timeout", "0.5", "--close-timeout", "0.5", peer.url, "hi"], limit: 8)
    missing.expectFailure(75)
  }

  @Test func floodBehindOurCloseWithoutEnd() async throws {
    let peer = try await Peer.start("hostile.py", ["floods_behind_close"])
    defer { peer.end() }
    // No clock is to end it, as when a slow reader of our output stops the clock again and again.
    let outcome = try await Program.run(
      ["send", "--close-timeout", "3600", peer.url, "hi"], output: .file("/dev/null"), limit: 60)
    outcome.expectFailure(75, saying: "went on sending after our Close frame")
  }

  /// Code, reason, and our status when it comes after one message of ours without a reply.
  static let closings: [(String, Int32)] = [("1000", 75), ("1001", 75), ("1011", 79), ("4000", 79)]

  @Test(arguments: closings)
  func closeInsteadOfAReply(code: String, status: Int32) async throws {
    let peer = try await Peer.start("hostile.py", ["closes", code, "a reason"])
    defer { peer.end() }
    let outcome = try await Program.run("send", peer.url, "hi")
    outcome.expectFailure(status)
    if status == 79 { #expect(outcome.errors.contains(code) && outcome.errors.contains("a reason")) }
  }

  @Test func closeWithoutACode() async throws {
    let peer = try await Peer.start("hostile.py", ["closes_empty"])
    defer { peer.end() }
    try await Program.run("send", peer.url, "hi").expectFailure(75)
    try await Program.run([peer.url], input: .text("hi\n")).expect(status: 0)
  }

  @Test func replyAndClose() async throws {
    let peer = try await Peer.start("hostile.py", ["reply_then_close"])
    defer { peer.end() }
    let outcome = try await Program.run("send", peer.url, "hi")
    outcome.expect(status: 0)
    outcome.expectOutput(Data("reply to hi\n".utf8))
    let one = try await Program.run("send", peer.url, "hi", "there")
    one.expectFailure(75, saying: "received 1")
    one.expectOutput(Data("reply to hi\n".utf8))
  }

  @Test func hangUpOnOurClose() async throws {
    let peer = try await Peer.start("hostile.py", ["hangs_up_on_close"])
    defer { peer.end() }
    // All was done before, and the Close was ours.
    let outcome = try await Program.run("send", peer.url, "hi")
    outcome.expect(status: 0)
    outcome.expectOutput(Data("hi\n".utf8))
    let piped = try await Program.run([peer.url], input: .text("a\nb\n"))
    piped.expect(status: 0)
    piped.expectOutput(Data("a\nb\n".utf8))
  }

  @Test func closeWithoutAReply() async throws {
    let peer = try await Peer.start("hostile.py", ["close_without_reply"])
    defer { peer.end() }
    let outcome = try await Program.run("send", peer.url, "hi")
    outcome.expectFailure(75)
    #expect(outcome.output.isEmpty)
  }

  @Test func reset() async throws {
    let peer = try await Peer.start("hostile.py", ["reset"])
    defer { peer.end() }
    try await Program.run("send", peer.url, "hi").expectFailure(80)
  }

  @Test func loseNothingBeforeAReset() async throws {
    let peer = try await Peer.start("hostile.py", ["frames_then_eof", "8103616161", "8103626262"])
    defer { peer.end() }
    let outcome = try await Program.run(peer.url)
    outcome.expectFailure(80)
    outcome.expectOutput(Data("aaa\nbbb\n".utf8))
  }

  @Test func exceedTheLimits() async throws {
    let peer = try await Peer.start("hostile.py", ["flood_count", "100000", "3"])
    defer { peer.end() }
    let frame = try await Program.run(peer.url, "--max-frame", "99999")
    frame.expectFailure(76, saying: "frame-too-big")
    let within = try await Program.run(peer.url, "--max-frame", "100000", "--max-message", "100000")
    within.expect(status: 0)
    #expect(within.output.count == 300_003)
  }

  @Test func floodAnEchoWithPingsAndReadTheAnswers() async throws {
    let peer = try await Peer.start("pinger.py", ["300000"])
    defer { peer.end() }
    let child = try Program.start(["--echo", peer.url], limit: 60)
    defer { child.end() }
    #expect(await peer.child.output.wait(for: "taken").contains("taken"))
  }

  @Test(
    "never take our answers, to messages and to pings",
    arguments: [(["--echo"], 0x82), (["--echo"], 0x89), ([], 0x89)] as [([String], UInt8)])
  func takeNoAnswers(options: [String], firstByte: UInt8) async throws {
    let frame = [firstByte, 125] + [UInt8](repeating: 0x61, count: 125)
    let peer = try await Peer.start(
      "hostile.py", ["floods_unread", frame.map { String(format: "%02x", $0) }.joined()])
    defer { peer.end() }
    let outcome = try await Program.run(options + [peer.url], limit: 60)
    outcome.expectFailure(75, saying: "stopped reading")
  }

  @Test(arguments: ["--echo", "--broadcast"])
  func floodAListenerWithPingsAndReadTheAnswers(reply: String) async throws {
    let listener = try await Listener.start([reply])
    defer { listener.end() }
    let client = try Peer.script("pinger.py", ["300000", listener.url])
    defer { client.end() }
    #expect(await client.output.wait(for: "taken").contains("taken"))
  }
}
