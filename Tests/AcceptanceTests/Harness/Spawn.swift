import Foundation
import Synchronization
import SystemCalls

/// Starts a process with exactly the descriptors 0, 1 and 2 that a test asks for.
///
/// Foundation's `Process` cannot leave descriptor 0 closed.
enum Spawn {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// The child's number and the tests' ends of its pipes; -1 where there is none.
  struct Result {
    var process: pid_t = 0
    var input: Int32 = -1
    var output: Int32 = -1
    var errors: Int32 = -1
  }

  /// Two children must not be started at once: each would inherit the other's pipes.
  private static let turn = Mutex(())

  static func start(
    _ program: String, _ arguments: [String], input: Input, output: Sink, errors: Sink,
    environment: [String: String]
  ) throws -> Result {
    try turn.withLock { _ in
      var result = Result()
      var actions = posix_spawn_file_actions_t()
      posix_spawn_file_actions_init(&actions)
      defer { posix_spawn_file_actions_destroy(&actions) }
      var childEnds: [Int32] = []
      defer { for descriptor in childEnds { close(descriptor) } }

      switch input {
      case .none: posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
      case .closed: posix_spawn_file_actions_addclose(&actions, 0)
      case .descriptor(let descriptor): posix_spawn_file_actions_adddup2(&actions, descriptor, 0)
      case .bytes, .held:
        let (reading, writing) = try pipe()
        result.input = writing
        childEnds.append(reading)
        posix_spawn_file_actions_adddup2(&actions, reading, 0)
      }
      for (number, sink, end) in [(Int32(1), output, \Result.output), (2, errors, \Result.errors)] {
        switch sink {
        case .file(let path): posix_spawn_file_actions_addopen(&actions, number, path, O_WRONLY, 0)
        case .descriptor(let descriptor): posix_spawn_file_actions_adddup2(&actions, descriptor, number)
        case .closed: posix_spawn_file_actions_addclose(&actions, number)
        case .collected, .unread:
          let (reading, writing) = try pipe()
          result[keyPath: end] = reading
          childEnds.append(writing)
          posix_spawn_file_actions_adddup2(&actions, writing, number)
        }
      }
      result.process = try spawn(program, arguments, &actions, environment)
      return result
    }
  }

  /// A pipe above the descriptors 0 to 2, closed in every child that was not given it.
  private static func pipe() throws -> (reading: Int32, writing: Int32) {
    var ends: [Int32] = [-1, -1]
    guard SystemCalls.pipe(&ends) == 0 else {
      throw Failure(description: "no pipe: \(String(cString: strerror(errno)))")
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  private static func spawn(
    _ program: String, _ arguments: [String], _ actions: inout posix_spawn_file_actions_t,
    _ environment: [String: String]
  ) throws -> pid_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The tests' threads ignore or block signals that the child must feel.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for signal in [SIGPIPE, SIGINT, SIGTERM] { sigaddset(&signals, signal) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

    var words = ([program] + arguments).map { strdup($0) } + [nil]
    var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for word in words + variables { free(word) } }
    var process: pid_t = 0
    let code = posix_spawnp(&process, program, &actions, &attributes, &words, &variables)
    guard code == 0 else {
      throw Failure(description: "\(program) does not start: \(String(cString: strerror(code)))")
    }
    return process
  }
}
