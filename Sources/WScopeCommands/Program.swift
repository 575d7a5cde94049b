import ArgumentParser
import SystemCalls
import WebSocketInspect
package import WebSocketWire

/// The program as the executable calls it.
public enum Program {
  /// Reads the arguments, runs the command, and ends the process with the status that says how it went.
  public static func main() {
    Descriptor.fillStandardOnes()
    // A reader that has gone is an error of the write, which is a quiet end.
    signal(SIGPIPE, SIG_IGN)
    let console = Console()
    // The parser has its copy of the arguments before those that hold secrets are blanked.
    let arguments = Array(CommandLine.arguments.dropFirst())
    let raw = CommandLine.rawArguments
    let status = status(on: console, arguments) { () throws(Failure) in
      try refuse(broken: raw)
      CommandLine.blank(ArgumentSecrets.ranges(in: raw))
    }
    Signals.exitProcess(status)
  }

  /// Runs the command of these arguments, without the program's name, to its end: the exit status. What went wrong is a sentence on the
  /// console's standard error. `prepare` comes first, and its failure counts as the command's.
  static func status(
    on console: Console, _ arguments: [String], prepare: () throws(Failure) -> Void = {}
  ) -> Int32 {
    let arguments = spelled(arguments)
    do {
      try prepare()
      try Misuse.checkHelp(arguments)
      do { try run(arguments, on: console) } catch  where Root.exitCode(for: error) == .success {
        // The parser throws for the help, the version and a completion script as well.
        try Misuse.checkCluster(arguments)
        try console.print(Root.fullMessage(for: error) + "\n")
      }
      return ExitStatus.done.rawValue
    } catch {
      let failure =
        Root.exitCode(for: error) == .validationFailure
        ? Misuse.failure(error, arguments) : Misuse.explain(Failure(error), arguments)
      if failure.status != ExitStatus.done.rawValue, failure.hasWords {
        console.complain(
          failure.text(columns: console.errorColumns), waits: failure.status < ExitStatus.signal(0))
      }
      return failure.status
    }
  }

  /// The words as the parser knows them: `--help-all`, as curl has it, is its help with all options.
  private static func spelled(_ arguments: [String]) -> [String] {
    let options = arguments.prefix { $0 != "--" }
    return options.map { $0 == "--help-all" ? "--help-hidden" : $0 } + arguments.dropFirst(options.count)
  }

  private static func run(_ arguments: [String], on console: Console) throws {
    if let plain = PlainCommand(arguments) { return try plain.run(on: console) }
    var command = try Root.command(arguments[...])
    if let command = command as? any ConsoleCommand {
      try command.run(on: console)
    } else {
      try command.run()
    }
  }

  /// Every command, argument and option as the parser knows them, in the parser's own JSON.
  package static func description() -> String { Root._dumpHelp() }

  /// The names of `--write-out`, and what each is.
  package static var writeOutNames: [(name: String, sentence: String)] {
    ReportVariable.allCases.map { ($0.rawValue, $0.sentence) } + WriteOutFormat.others
  }

  /// The commands of the prompt at this end of a connection.
  package static func promptCommands(of role: WebSocketRole) -> [(
    name: String, arguments: String, sentence: String
  )] {
    PromptVerb.allCases.filter { $0.belongs(to: role) }.map {
      ($0.rawValue, $0.row.arguments, $0.row.sentence)
    }
  }

  /// Reads a line as a prompt does: the message where it is one, and what the history keeps of it. Fails with one sentence.
  package static func promptLine(_ line: [UInt8], of role: WebSocketRole) throws(UsageError) -> (
    message: [UInt8]?, kept: String?
  ) {
    let command = try PromptReader(role: role).read(line)
    let kept = String(validating: line, as: UTF8.self).flatMap(HistoryPath.remember)
    guard case .message(_, let message) = command else { return (nil, kept) }
    return (message, kept)
  }

  /// Swift repairs arguments that are not UTF-8, and a message must not be altered on the way.
  private static func refuse(broken arguments: [[UInt8]]) throws(Failure) {
    for (index, argument) in arguments.enumerated() {
      guard let fault = UTF8Validator.fault(in: argument.span.bytes) else { continue }
      throw Failure(
        .badData, "argument \(index), byte \(fault.start + 1): this is not UTF-8, as arguments must be",
        hint: "bytes go through --hex-data, --base64-data, --file or standard input")
    }
  }
}
