import Foundation
import Synchronization

/// A tmux server of a test's own, spoken to in control mode: commands with replies, and word of every change.
final class ControlClient: Sendable {
  private struct Request {
    var missing: Int
    var replies: [[String]] = []
    var continuation: CheckedContinuation<[[String]], any Error>
  }

  private struct State {
    var changes = 0
    var hasEnded = false
    var waiters: [CheckedContinuation<Void, Never>] = []
    var requests: [Request] = []
    /// What is written as soon as there is a session: before that tmux has no target for a command. nil once there is one.
    var early: Data? = Data()
  }

  private let state = Mutex(State())
  private let input: FileHandle

  /// Starts tmux with these arguments.
  init(_ arguments: [String], environment: [String: String]) throws {
    let spawned = try Spawn.start("tmux", arguments, environment: environment)
    input = FileHandle(fileDescriptor: spawned.input, closeOnDealloc: true)
    let output = FileHandle(fileDescriptor: spawned.output, closeOnDealloc: true)
    // Blocking reads have a thread of their own.
    Thread.detachNewThread { [self] in
      read(output)
      waitpid(spawned.process, nil, 0)
      finish()
    }
  }

  /// Runs commands without a pause between them; the lines that each of them answers.
  func run(_ commands: String...) async throws -> [[String]] {
    try await withCheckedThrowingContinuation { continuation in
      state.withLock { state in
        guard !state.hasEnded else { return continuation.resume(throwing: Self.ended) }
        state.requests.append(Request(missing: commands.count, continuation: continuation))
        let line = Data((commands.joined(separator: " ; ") + "\n").utf8)
        guard state.early == nil else { return state.early?.append(line) ?? () }
        try? input.write(contentsOf: line)
      }
    }
  }

  /// How often the screen may have changed so far.
  var changes: Int { state.withLock { $0.changes } }

  /// Returns when there have been more changes than `seen`, and at the latest at `deadline`.
  func waitForChange(after seen: Int, until deadline: Date) async {
    let timer = DispatchWorkItem { [self] in release() }
    DispatchQueue.global().asyncAfter(deadline: .now() + deadline.timeIntervalSinceNow, execute: timer)
    await withCheckedContinuation { continuation in
      let isDue = state.withLock { state in
        if state.changes > seen || state.hasEnded { return true }
        state.waiters.append(continuation)
        return false
      }
      if isDue { continuation.resume() }
    }
    timer.cancel()
  }

  /// Ends the server, and everything that runs in it.
  func end() async {
    _ = try? await run("kill-server")
    while !state.withLock({ $0.hasEnded }) { await waitForChange(after: changes, until: .distantFuture) }
  }

  private static let ended = ScreenError(description: "tmux has ended")

  /// There is a session.
  private func begin() {
    state.withLock { state in
      if let early = state.early { try? input.write(contentsOf: early) }
      state.early = nil
    }
  }

  private func release() {
    let waiters = state.withLock { state in
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.resume() }
  }

  private func finish() {
    let requests = state.withLock { state in
      state.hasEnded = true
      defer { state.requests = [] }
      return state.requests
    }
    for request in requests { request.continuation.resume(throwing: Self.ended) }
    release()
  }

  private func read(_ output: FileHandle) {
    var rest = Data()
    var reply: [String]?
    while case let block = output.availableData, !block.isEmpty {
      rest += block
      while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        take(String(decoding: rest[..<end], as: UTF8.self), &reply)
        rest = rest[(end + 1)...]
      }
      rest = Data(rest)
    }
  }

  /// One line of the control protocol: part of a reply, or word of a change.
  private func take(_ line: String, _ reply: inout [String]?) {
    let words = line.split(separator: " ", maxSplits: 4)
    // The last number tells replies to our commands from the one to tmux's own arguments.
    let isOurs = words.count == 4 && words[3] == "1"
    switch words.first {
    case "%begin" where reply == nil: reply = []
    case "%end" where words.count == 4:
      if isOurs { answer(.success(reply ?? [])) }
      reply = nil
    case "%error" where words.count == 4:
      answer(.failure(ScreenError(description: "tmux: \(reply?.joined(separator: " ") ?? "")")))
      reply = nil
    default:
      guard reply == nil else { return reply?.append(line) ?? () }
      if words.first == "%session-changed" { begin() }
      state.withLock { $0.changes += 1 }
      release()
    }
  }

  private func answer(_ result: Result<[String], ScreenError>) {
    let done: (Request, ScreenError?)? = state.withLock { state in
      guard !state.requests.isEmpty else { return nil }
      switch result {
      case .success(let lines):
        state.requests[0].replies.append(lines)
        state.requests[0].missing -= 1
        return state.requests[0].missing == 0 ? (state.requests.removeFirst(), nil) : nil
      case .failure(let error): return (state.requests.removeFirst(), error)
      }
    }
    guard let (request, error) = done else { return }
    if let error {
      request.continuation.resume(throwing: error)
    } else {
      request.continuation.resume(returning: request.replies)
    }
  }
}
