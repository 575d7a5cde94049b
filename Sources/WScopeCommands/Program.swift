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
    do {
      let arguments = CommandLine.arguments
      let raw = CommandLine.rawArguments
      try refuse(broken: raw)
      CommandLine.blank(ArgumentSecrets.ranges(in: raw))
      try Misuse.checkHelp(Array(arguments.dropFirst()))
      var command: any ParsableCommand
      do { command = try Root.command(arguments.dropFirst()) } catch
        where Root.exitCode(for: error) == .success
      {
        try answer(error)
        exit(ExitStatus.done.rawValue)
      }
      do { try command.run() } catch  where Root.exitCode(for: error) == .success { try answer(error) }
    } catch {
      let failure =
        Root.exitCode(for: error) == .validationFailure
        ? Misuse.failure(error) : Misuse.explain(Failure(error), Array(CommandLine.arguments.dropFirst()))
      let console = Console()
      console.complain(
        failure.text(columns: console.errorColumns), waits: failure.status < ExitStatus.signal(0))
      Signals.exitProcess(failure.status)
    }
    exit(ExitStatus.done.rawValue)
  }

  /// Every command, argument and option as the parser knows them, in the parser's own JSON.
  package static func description() -> String { Root._dumpHelp() }

  /// The commands of the prompt at this end of a connection.
  package static func promptCommands(of role: Role) -> [(name: String, arguments: String, sentence: String)] {
    PromptVerb.allCases.filter { $0.belongs(to: role) }.map {
      ($0.rawValue, $0.row.arguments, $0.row.sentence)
    }
  }

  /// Reads a line as a prompt does: the message where it is one, and what the history keeps of it. Fails with one sentence.
  package static func promptLine(_ line: [UInt8], of role: Role) throws(UsageError) -> (
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

  /// Prints the help, the version or a completion script, for which the parser throws as well.
  private static func answer(_ error: any Error) throws(Failure) {
    try Console().print(Root.fullMessage(for: error) + "\n")
  }
}
