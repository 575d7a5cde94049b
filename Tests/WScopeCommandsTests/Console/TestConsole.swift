import Foundation
import SystemCalls

@testable import WScopeCommands

/// A console on files, on which a test runs a command inside its own process.
final class TestConsole {
  struct Outcome: Equatable {
    let status: Int32
    let output: String
    let errors: String
  }

  private let input = open("/dev/null", O_RDONLY | O_CLOEXEC)
  private let output = tmpfile()
  private let errors = tmpfile()

  private init() {}

  deinit {
    _ = close(input)
    for file in [output, errors] { if let file { fclose(file) } }
  }

  /// Runs the command of these arguments. It must be one that neither connects nor listens, for those mind the process's signals.
  static func run(_ arguments: String...) -> Outcome { run(arguments) }

  static func run(_ arguments: [String]) -> Outcome {
    let console = TestConsole()
    let status = Program.status(
      on: Console(
        input: console.input, output: fileno(console.output), error: fileno(console.errors)), arguments)
    return Outcome(status: status, output: read(console.output), errors: read(console.errors))
  }

  private static func read(_ file: UnsafeMutablePointer<FILE>?) -> String {
    guard let file else { return "" }
    rewind(file)
    let handle = FileHandle(fileDescriptor: fileno(file), closeOnDealloc: false)
    return String(decoding: handle.readDataToEndOfFile(), as: UTF8.self)
  }
}
