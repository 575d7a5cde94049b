import Foundation
public import SystemCalls

/// Starts a process with exactly the descriptors 0, 1 and 2 that a test asks for.
///
/// Foundation's `Process` cannot leave descriptor 0 closed, and hands down what the test's threads block: tmux waits for SIGCHLD.
public enum Spawn {
  public struct Failure: Error, CustomStringConvertible {
    public var description: String
    public init(description: String) { self.description = description }
  }

  /// What one of the three descriptors is in the process.
  public enum Stream: Sendable {
    /// A pipe; the test gets its other end.
    case pipe
    /// A file opened for reading as descriptor 0, for writing otherwise.
    case file(String)
    /// An open descriptor of the test's, which stays the test's.
    case descriptor(Int32)
    /// No descriptor at all.
    case closed
  }

  /// The process's number, and the test's ends of its pipes; -1 where there is none.
  public struct Result: Sendable {
    public var process: pid_t = 0
    public var input: Int32 = -1
    public var output: Int32 = -1
    public var errors: Int32 = -1
  }

  public static func start(
    _ program: String, _ arguments: [String], input: Stream = .pipe, output: Stream = .pipe,
    errors: Stream = .descriptor(2), environment: [String: String]
  ) throws -> Result {
    var result = Result()
    var childEnds: [Int32] = []
    defer { for descriptor in childEnds { close(descriptor) } }
    let started = try ChildProcess.start(program, arguments, environment: environment) { actions in
      for (number, stream, end) in [
        (Int32(0), input, \Result.input), (1, output, \Result.output), (2, errors, \Result.errors),
      ] {
        switch stream {
        case .pipe:
          let (reading, writing) = try pipe()
          let (own, childs) = number == 0 ? (writing, reading) : (reading, writing)
          result[keyPath: end] = own
          childEnds.append(childs)
          posix_spawn_file_actions_adddup2(&actions, childs, number)
        case .file(let path):
          posix_spawn_file_actions_addopen(&actions, number, path, number == 0 ? O_RDONLY : O_WRONLY, 0)
        case .descriptor(let descriptor): posix_spawn_file_actions_adddup2(&actions, descriptor, number)
        case .closed: posix_spawn_file_actions_addclose(&actions, number)
        }
      }
    }
    guard started.error == 0 else {
      throw Failure(description: "\(program) does not start: \(String(cString: strerror(started.error)))")
    }
    result.process = started.process
    return result
  }

  /// A pipe that a process started elsewhere does not inherit.
  private static func pipe() throws -> (reading: Int32, writing: Int32) {
    var ends: [Int32] = [-1, -1]
    guard SystemCalls.pipe(&ends) == 0 else {
      throw Failure(description: "no pipe: \(String(cString: strerror(errno)))")
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }
}
