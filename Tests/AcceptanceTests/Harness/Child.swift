import Foundation
import Synchronization
import SystemCalls
import TerminalTestSupport
import Testing

/// A child process with each of its three streams apart, which ends at the latest at its hard time limit.
///
/// Every blocking call has a thread of its own, so that full pipes never make a deadlock.
final class Child: Sendable {
  private struct State {
    var hasEnded = false
    var isOverdue = false
    var input: Int32 = -1
    var output: Int32 = -1
  }

  let process: pid_t
  let output = ByteStream()
  let errors = ByteStream()
  private let name: String
  private let state: Mutex<State>
  private let ended = ByteStream()

  init(
    _ program: String, _ arguments: [String], input: Input = .none, output: Sink = .collected,
    errors: Sink = .collected, environment: [String: String] = [:], limit: Double = 30
  ) throws {
    _ = Self.ignoreBrokenPipes
    name = ([program] + arguments).joined(separator: " ")
    let spawned = try Spawn.start(
      program, arguments, input: input.stream, output: output.stream, errors: errors.stream,
      environment: environment)
    process = spawned.process
    state = Mutex(State(input: spawned.input, output: spawned.output))
    if case .bytes(let bytes) = input {
      Thread.detachNewThread { [self] in
        write(bytes)
        closeInput()
      }
    }
    if case .collected = output { readOutput() } else if spawned.output < 0 { self.output.finish() }
    Self.drain(spawned.errors, into: self.errors)
    Thread.detachNewThread { [self] in reap() }
    DispatchQueue.global().asyncAfter(deadline: .now() + limit) { [weak self] in self?.overrun() }
  }

  /// Writes all of it, blocking; an end that the child has closed is not an error of the test's.
  func write(_ bytes: Data) {
    let descriptor = state.withLock { $0.input }
    guard descriptor >= 0 else { return }
    bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count {
        let count = SystemCalls.write(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done)
        guard count > 0 else { return }
        done += count
      }
    }
  }

  func write(_ text: String) { write(Data(text.utf8)) }

  func closeInput() {
    let descriptor = takeInput()
    if descriptor >= 0 { close(descriptor) }
  }

  /// Takes the writing end of a `.held` input; the caller closes it.
  func takeInput() -> Int32 {
    state.withLock { state in
      defer { state.input = -1 }
      return state.input
    }
  }

  /// Begins to read an output that was `.unread`.
  func readOutput() {
    Self.drain(claimOutput(), into: output)
  }

  /// Closes the reading end of an output that is `.unread`, after its first line.
  func readOneLineAndHangUp() -> String {
    let descriptor = claimOutput()
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while read(descriptor, &byte, 1) == 1, byte != UInt8(ascii: "\n") { line.append(byte) }
    close(descriptor)
    output.finish()
    return String(decoding: line, as: UTF8.self)
  }

  /// Takes the reading end of an output that is `.unread`; the caller closes it.
  func takeOutput() -> Int32 {
    output.finish()
    return claimOutput()
  }

  private func claimOutput() -> Int32 {
    state.withLock { state in
      defer { state.output = -1 }
      return state.output
    }
  }

  func send(signal: Int32) {
    state.withLock { state in
      if !state.hasEnded { kill(process, signal) }
    }
  }

  /// Kills it, where it still runs.
  func end() {
    send(signal: SIGKILL)
    closeInput()
  }

  /// Waits for the end of the process alone; its pipes may still be full.
  func status() async -> Int32 {
    await ended.all().first.map(Int32.init) ?? -1
  }

  /// Waits for the end of the process and of its streams.
  func outcome(location: SourceLocation = #_sourceLocation) async -> Outcome {
    let status = await status()
    let outcome = Outcome(
      output: await output.all(), errors: String(decoding: await errors.all(), as: UTF8.self), status: status)
    if state.withLock({ $0.isOverdue }) {
      Issue.record(
        "killed at its time limit: \(name)\n\(outcome.errors.prefix(2000))", sourceLocation: location)
    }
    return outcome
  }

  /// The most memory that it has held so far, in bytes; nil when it has ended.
  var peakMemory: Int? { Self.peakMemory(of: process) }

  /// The same of any process.
  static func peakMemory(of process: pid_t) -> Int? {
    guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8) else {
      return nil
    }
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Int($0) }.map
    { $0 * 1024 }
  }

  /// Writing to a child that has gone must fail and not kill the tests.
  private static let ignoreBrokenPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

  private func overrun() {
    state.withLock { state in
      guard !state.hasEnded else { return }
      state.isOverdue = true
      kill(process, SIGKILL)
    }
  }

  /// Waits without reaping first, so that no signal ever goes to a number that another process has.
  private func reap() {
    var information = siginfo_t()
    while waitid(P_PID, id_t(process), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
    var status: Int32 = 0
    state.withLock { state in
      state.hasEnded = true
      waitpid(process, &status, 0)
    }
    let signal = status & 0x7f
    let code = signal == 0 ? (status >> 8) & 0xff : 128 + signal
    ended.append(Data([UInt8(truncatingIfNeeded: code)]))
    ended.finish()
  }

  private static func drain(_ descriptor: Int32, into stream: ByteStream) {
    guard descriptor >= 0 else { return stream.finish() }
    Thread.detachNewThread {
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let count = read(descriptor, &buffer, buffer.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { break }
        stream.append(Data(bytes: buffer, count: count))
      }
      close(descriptor)
      stream.finish()
    }
  }
}
