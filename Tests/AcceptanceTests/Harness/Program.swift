import Foundation
import Testing

/// The built `wscope`: the file beside the test bundle, or the one that `WSCOPE` names.
enum Program {
  static let path: String = {
    if let path = ProcessInfo.processInfo.environment["WSCOPE"] { return path }
    let bundle = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
    return bundle.resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent("wscope").path
  }()

  /// Nothing of the machine's own settings, so that a test sees the same everywhere.
  static let environment = [
    "PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "LANG": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no",
  ]

  /// Starts the program and leaves it running.
  static func start(
    _ arguments: [String], input: Input = .none, output: Sink = .collected, errors: Sink = .collected,
    environment extra: [String: String] = [:], limit: Double = 30
  ) throws -> Child {
    try Child(
      path, arguments, input: input, output: output, errors: errors,
      environment: environment.merging(extra) { $1 }, limit: limit)
  }

  /// Runs the program to its end.
  static func run(
    _ arguments: [String], input: Input = .none, output: Sink = .collected,
    environment: [String: String] = [:], limit: Double = 30
  ) async throws -> Outcome {
    let child = try start(arguments, input: input, output: output, environment: environment, limit: limit)
    return await child.outcome()
  }

  static func run(_ arguments: String..., input: Input = .none) async throws -> Outcome {
    try await run(arguments, input: input)
  }
}
