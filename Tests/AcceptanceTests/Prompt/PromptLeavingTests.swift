import Foundation
import TerminalTestSupport
import Testing

@Suite("Leaving a prompt, and replacing its connection", .gated)
struct PromptLeavingTests {
  /// How the user leaves: what is typed, keys, or a signal.
  enum Way: String, CaseIterable {
    case quit, controlC, controlD, terminate, hangUp

    /// The status where the peer answers no Close.
    var status: Int {
      switch self {
      case .quit, .controlC, .controlD: 75
      case .terminate: 143
      case .hangUp: 129
      }
    }

    func leave(_ screen: Screen) async throws {
      switch self {
      case .quit: try await screen.enter("/quit")
      case .controlC: try await screen.press("C-c")
      case .controlD: try await screen.press("C-d")
      case .terminate: kill(try await screen.process(), SIGTERM)
      case .hangUp: kill(try await screen.process(), SIGHUP)
      }
    }
  }

  @Test(arguments: Way.allCases)
  func winsOverAReconnection(way: Way) async throws {
    let peer = try await Peer.start("hostile.py", ["ignores_close"])
    defer { peer.end() }
    try await Screen.wscope([peer.url, "--close-timeout", "3"]) { screen in
      try await screen.enter("/reconnect")
      try await screen.wait { $0.currentRow == "closing>" }
      try await way.leave(screen)
      #expect(try await screen.status() == way.status)
      let contents = try await screen.contents()
      #expect(contents.count(of: "connected to ") == 1, "\(contents)")
    }
  }

  @Test func saysHowManyMessagesWaitedInVain() async throws {
    let peer = try await Peer.start("hostile.py", ["ignores_close"])
    defer { peer.end() }
    try await Screen.wscope([peer.url, "--close-timeout", "3"]) { screen in
      try await screen.enter("/reconnect")
      try await screen.wait { $0.currentRow == "closing>" }
      try await screen.send(Array("one\r/text two\r/quit\r".utf8))
      #expect(try await screen.status() == 75)
      #expect(try await screen.contents().contains("not sent: 2 messages that waited for the connection"))
    }
  }

  @Test func letsMessagesWaitForTheNewConnection() async throws {
    let peer = try await Peer.start("hostile.py", ["ignores_close"])
    defer { peer.end() }
    try await Screen.wscope([peer.url, "--close-timeout", "1"]) { screen in
      try await screen.enter("/reconnect")
      try await screen.wait { $0.currentRow == "closing>" }
      for word in ["one", "/text two", "three"] { try await screen.enter(word) }
      // What needs no connection does not wait after them.
      try await screen.enter("/help quit")
      try await screen.wait(for: "/quit")
      let report = await peer.frames(upTo: "1 masked 5 b'three'")
      let sent = report.map { $0.split(separator: " ").last.map(String.init) ?? "" }.filter {
        $0.hasPrefix("b'")
      }
      #expect(sent.suffix(3) == ["b'one'", "b'two'", "b'three'"], "\(report)")
    }
  }

  @Test func isPossibleBehindAMessageThatWaits() async throws {
    let peer = try await Peer.start("full_backlog.py")
    defer { peer.end() }
    try await Screen.wscope([peer.url], through: Screen.reporting, prompt: "connecting>", saying: "") {
      screen in
      try await screen.enter("waits")
      try await screen.enter("/quit")
      // Typed once it would come after the message; Ctrl-C would not wait at all.
      try await screen.enter("/quit")
      try await screen.expectReported(status: 69)
    }
  }

  @Test func doesNotGoDeafWhenAConnectionOnItsWayIsReplaced() async throws {
    let peer = try await Peer.puppet()
    defer { peer.end() }
    let mute = try await Peer.start("full_backlog.py")
    defer { mute.end() }
    try await Screen.wscope([peer.url]) { screen in
      try await screen.enter("/connect \(mute.url)")
      try await screen.wait { $0.currentRow == "connecting>" }
      // Nothing listens there.
      try await screen.enter("/connect ws://127.0.0.1:1/")
      try await screen.waitForPrompt("closed>", below: "cannot be reached")
      try await screen.enter("unsent")
      try await screen.wait(for: "the connection is closed, so nothing was sent")
      try await screen.enter("/connect \(peer.url)")
      try await screen.waitForPrompt()
      try await screen.enter("/quit")
      #expect(try await screen.status() == 0)
    }
  }

  @Test func givesUpAConnectionOnItsWay() async throws {
    let peer = try await Peer.puppet()
    defer { peer.end() }
    let full = try await Peer.start("full_backlog.py")
    defer { full.end() }
    let mute = try await Peer.start("hostile.py", ["mute"])
    defer { mute.end() }
    try await Screen.wscope([peer.url]) { screen in
      for url in [full.url, mute.url] {
        try await screen.enter("/connect \(url)")
        try await screen.wait { $0.currentRow == "connecting>" }
        try await screen.enter("/close")
        try await screen.waitForPrompt("closed>")
      }
      try await screen.enter("/reconnect")
      try await screen.wait { $0.currentRow == "connecting>" }
      try await screen.enter("/connect \(peer.url)")
      try await screen.waitForPrompt()
      try await screen.enter("/quit")
      #expect(try await screen.status() == 0)
    }
  }

  @Test(arguments: [Way.quit, .controlD])
  func whileAnotherConnectionIsOnItsWayIsNoFailure(way: Way) async throws {
    let peer = try await Peer.puppet()
    defer { peer.end() }
    let mute = try await Peer.start("full_backlog.py")
    defer { mute.end() }
    try await Screen.wscope([peer.url]) { screen in
      try await screen.enter("/connect \(mute.url)")
      try await screen.wait { $0.currentRow == "connecting>" }
      try await way.leave(screen)
      #expect(try await screen.status() == 0)
    }
  }

  @Test func isNeverDeafAfterTwoCommandsThatConnectCloseOrLeave() async throws {
    let states = ["dialing", "connecting", "open", "replacing"]
    let child = try Peer.script("prompt_pairs.py", [Program.path] + states, limit: 400)
    let outcome = await child.outcome()
    outcome.expect(status: 0)
    let faults = outcome.text.split(separator: "\n").filter { !$0.hasPrefix("frame ") }
    #expect(faults == ["216 tried"], "\(faults) \(outcome.errors)")
  }

  @Test(arguments: [SIGSEGV, SIGABRT, SIGILL, SIGXFSZ, SIGUSR1])
  func aCrashLeavesTheTerminalAsItWas(signal: Int32) async throws {
    let peer = try await Peer.puppet()
    defer { peer.end() }
    try await Screen.wscope([peer.url], through: Screen.reporting) { screen in
      kill(try screen.reportedProcess(), signal)
      try await screen.expectReported(status: 128 + Int(signal))
    }
  }

  /// A slow terminal has seconds of output in front of it, and the Close waits for none of that.
  @Test func sendsACloseAtOnceInAFlood() async throws {
    let peer = try await Peer.start("hostile.py", ["flood_until_close", "4000"])
    defer { peer.end() }
    let terminal = try Peer.script("slow_terminal.py", [Program.path, peer.url], input: .held)
    defer { terminal.end() }
    _ = await peer.child.output.wait(for: "full")
    terminal.write("/close\r")
    let start = ContinuousClock.now
    terminal.closeInput()
    _ = await peer.child.output.wait(for: "frame 8 masked 2 1000")
    #expect(ContinuousClock.now - start < .seconds(4))
  }

  /// A terminal that no one reads: the signal alone ends the program.
  @Test(arguments: [SIGTERM, SIGHUP, SIGINT])
  func doesNotWaitForATerminalThatNobodyReads(signal: Int32) async throws {
    let peer = try await Peer.start("hostile.py", ["flood_big", "4000"])
    defer { peer.end() }
    let terminal = try Peer.script(
      "blocked_terminal.py", [String(signal), Program.path, peer.url, "--close-timeout", "1"], input: .held)
    defer { terminal.end() }
    // The terminal is full, so nothing is read any more.
    _ = await peer.child.output.wait(for: "stalled")
    terminal.closeInput()
    let outcome = await terminal.outcome()
    outcome.expect(status: 0)
    #expect(outcome.text == "-\(signal)\n", "\(outcome.text) \(outcome.errors)")
  }

  /// The keys work there too, for they are read while the output is stuck; a key also drops what the terminal has not taken.
  @Test(arguments: ["^C", "^\\"])
  func byAKeyDoesNotWaitForATerminalThatNobodyReads(key: String) async throws {
    let peer = try await Peer.start("hostile.py", ["flood_big", "4000"])
    defer { peer.end() }
    let terminal = try Peer.script(
      "blocked_terminal.py", [key, Program.path, peer.url, "--close-timeout", "1"], input: .held)
    defer { terminal.end() }
    _ = await peer.child.output.wait(for: "stalled")
    terminal.closeInput()
    let outcome = await terminal.outcome()
    outcome.expect(status: 0)
    let allowed = key == "^C" ? ["-2\n", "75\n", "0\n"] : ["-3\n"]
    #expect(allowed.contains(outcome.text), "\(outcome.text) \(outcome.errors)")
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGINT])
  func ofAListenerDoesNotWaitForItsTerminalEither(signal: Int32) async throws {
    let terminal = try await Peer.started(
      Peer.script("blocked_terminal.py", [String(signal), Program.path, "listen", "0"], input: .held))
    defer { terminal.end() }
    let flood = try Peer.script("greedy_client.py", [terminal.url])
    defer { flood.end() }
    _ = await flood.output.wait(for: "stalled")
    terminal.child.closeInput()
    let outcome = await terminal.child.outcome()
    outcome.expect(status: 0)
    #expect(outcome.text == "\(terminal.port)\n-\(signal)\n", "\(outcome.text) \(outcome.errors)")
  }
}

@Suite("The end of a program by a signal", .gated)
struct SignalTests {
  @Test(arguments: [("SIGINT", SIGINT), ("SIGTERM", SIGTERM), ("SIGHUP", SIGHUP), ("SIGQUIT", SIGQUIT)])
  func isThatSignal(name: String, number: Int32) async throws {
    let outcome = try await Peer.script("signal_status.py", [name, Program.path, "listen", "0"]).outcome()
    outcome.expect(status: 0)
    #expect(outcome.text == "-\(number)\n", "\(outcome.text) \(outcome.errors)")
  }
}
