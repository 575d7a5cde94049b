import ArgumentParser

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The program as the executable calls it.
public enum Program {
  /// Reads the arguments, runs the command, and ends the process with the status that says how it went.
  public static func main() {
    do {
      var command = try Root.parseAsRoot()
      try command.run()
    } catch let failure as Failure {
      Console().complain(failure.text)
      exit(failure.status)
    } catch let error as any CustomStringConvertible & Error where Root.exitCode(for: error) == .failure {
      let failure = Failure(error)
      Console().complain(failure.text)
      exit(failure.status)
    } catch {
      Root.exit(withError: error)
    }
    exit(ExitStatus.done.rawValue)
  }
}
