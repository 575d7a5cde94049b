import ArgumentParser

/// A command that runs on the console that it is given.
protocol ConsoleCommand: ParsableCommand {
  /// Runs to the end of the command. A `Failure` says why it did not do its job.
  func run(on console: Console) throws
}

extension ConsoleCommand {
  func run() throws { try run(on: Console()) }
}
