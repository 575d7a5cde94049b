import Foundation
import Synchronization

/// Starts a process between two pipes, with every signal as it is by default.
///
/// Foundation's `Process` hands down what the test's threads block, and tmux waits for SIGCHLD.
enum Spawn {
  /// Two must not be started at once: each would inherit the other's pipes.
  private static let turn = Mutex(())

  static func start(
    _ program: String, _ arguments: [String], environment: [String: String]
  ) throws -> (process: pid_t, input: FileHandle, output: FileHandle) {
    try turn.withLock { _ in
      let (commands, answers) = (Pipe(), Pipe())
      for end in [commands.fileHandleForWriting, answers.fileHandleForReading] {
        _ = fcntl(end.fileDescriptor, F_SETFD, FD_CLOEXEC)
      }
      var actions = posix_spawn_file_actions_t()
      posix_spawn_file_actions_init(&actions)
      defer { posix_spawn_file_actions_destroy(&actions) }
      posix_spawn_file_actions_adddup2(&actions, commands.fileHandleForReading.fileDescriptor, 0)
      posix_spawn_file_actions_adddup2(&actions, answers.fileHandleForWriting.fileDescriptor, 1)
      posix_spawn_file_actions_addclose(&actions, commands.fileHandleForReading.fileDescriptor)
      posix_spawn_file_actions_addclose(&actions, answers.fileHandleForWriting.fileDescriptor)

      var attributes = posix_spawnattr_t()
      posix_spawnattr_init(&attributes)
      defer { posix_spawnattr_destroy(&attributes) }
      var signals = sigset_t()
      sigemptyset(&signals)
      posix_spawnattr_setsigmask(&attributes, &signals)
      sigfillset(&signals)
      posix_spawnattr_setsigdefault(&attributes, &signals)
      posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

      var words = ([program] + arguments).map { strdup($0) } + [nil]
      var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
      defer { for word in words + variables { free(word) } }
      var process: pid_t = 0
      let code = posix_spawnp(&process, program, &actions, &attributes, &words, &variables)
      guard code == 0 else {
        throw ScreenError(description: "\(program) does not start: \(String(cString: strerror(code)))")
      }
      try commands.fileHandleForReading.close()
      try answers.fileHandleForWriting.close()
      return (process, commands.fileHandleForWriting, answers.fileHandleForReading)
    }
  }
}
