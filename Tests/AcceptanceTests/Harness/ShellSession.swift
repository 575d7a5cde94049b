import Foundation
import SystemCalls
import TerminalTestSupport

/// An interactive shell on a terminal of its own, with our completion and a `wscope` that tells its arguments.
final class ShellSession {
  enum Shell: String, CaseIterable {
    case bash, zsh, fish
  }

  private let child: Child
  private let screen = ByteStream()
  private let master: Int32
  private let folder: TemporaryFolder
  private var count = 0

  /// Starts it in `folder` and waits for its prompt.
  init(_ shell: Shell, in folder: TemporaryFolder) async throws {
    self.folder = folder
    var master: Int32 = -1
    var slave: Int32 = -1
    guard openpty(&master, &slave, nil, nil, nil) == 0 else {
      throw Spawn.Failure(description: "no pseudo-terminal: \(String(cString: strerror(errno)))")
    }
    self.master = master
    for end in [master, slave] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let environment = [
      "HOME": folder.url.path, "ZDOTDIR": folder.url.path, "XDG_CONFIG_HOME": folder.url.path,
      "XDG_DATA_HOME": folder.url.path, "TERM": "xterm",
    ]
    child = try Child(
      "/usr/bin/setsid",
      ["--ctty", "--wait", "sh", "-c", "cd \"$0\" && exec \"$@\"", folder.url.path]
        + Self.command(shell, folder),
      input: .descriptor(slave), output: .descriptor(slave), errors: .descriptor(slave),
      environment: Program.environment.merging(environment) { $1 }, limit: 60)
    close(slave)
    let (screen, reading) = (screen, master)
    Thread.detachNewThread {
      var buffer = [UInt8](repeating: 0, count: 4096)
      while true {
        let count = read(reading, &buffer, buffer.count)
        guard count > 0 else { break }
        screen.append(Data(bytes: buffer, count: count))
      }
      close(reading)
      screen.finish()
    }
    await screen.wait(for: "ready> ")
  }

  /// Types words, the tab key and return; answers the arguments that `wscope` is run with.
  func complete(_ line: String) async throws -> [String] {
    count += 1
    let marker = "run \(count)."
    type(line + "\t\r")
    let seen = await screen.wait(for: marker)
    guard seen.contains(marker) else {
      throw Spawn.Failure(description: "the shell ran nothing for \(line): \(seen.suffix(500))")
    }
    let words = try String(contentsOfFile: folder.path("words"), encoding: .utf8)
    return words.split(separator: "\n").map(String.init)
  }

  /// Leaves the shell.
  func end() async {
    type("exit\r")
    _ = await child.status()
  }

  private func type(_ keys: String) {
    _ = Array(keys.utf8).withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
  }

  /// How a shell starts with the completion, from files in `folder`.
  private static func command(_ shell: Shell, _ folder: TemporaryFolder) throws -> [String] {
    let scripts = Repository.manual.appendingPathComponent("completions").path
    let stub = """
      runs=0
      wscope() { printf '%s\\n' "$@" >words; runs=$((runs + 1)); echo "run $runs."; }
      PS1='ready> '

      """
    switch shell {
    case .bash:
      let start = try folder.file("start.bash", Data((". \(scripts)/wscope.bash\n" + stub).utf8))
      return ["bash", "--noprofile", "--rcfile", start, "-i"]
    case .zsh:
      let start = "fpath=(\(scripts) $fpath)\nautoload -Uz compinit\ncompinit -u -D\n"
      _ = try folder.file(".zshrc", Data((start + stub).utf8))
      return ["zsh", "-d", "-i"]
    case .fish:
      let start = try folder.file(
        "start.fish",
        Data(
          """
          source \(scripts)/wscope.fish
          set -g runs 0
          function wscope; printf '%s\\n' $argv >words; set -g runs (math $runs + 1); echo "run $runs."; end
          function fish_prompt; echo 'ready> '; end

          """.utf8))
      return ["fish", "--no-config", "--private", "--init-command", "source \(start)"]
    }
  }
}
