import Foundation
import Testing

@Suite("completions, typed into the real shells", .gated)
struct CompletionTests {
  /// What is typed in front of the tab key, and the words that it becomes.
  static let cases: [(String, [String])] = [
    ("wscope --bina", ["--binary"]),
    ("wscope ws://host/ --bina", ["ws://host/", "--binary"]),
    ("wscope -x hello --expe", ["-x", "hello", "--expect"]),
    ("wscope conn", ["connect"]),
    ("wscope dem", ["demo"]),
    ("wscope connect --une", ["connect", "--unescaped"]),
    ("wscope send --hex-d", ["send", "--hex-data"]),
    ("wscope listen --handshake-t", ["listen", "--handshake-timeout"]),
    ("wscope decode --role cl", ["decode", "--role", "client"]),
    ("wscope decode --from b", ["decode", "--from", "base64"]),
    ("wscope --show tr", ["--show", "tree"]),
    ("wscope --show=tr", ["--show=tree"]),
    ("wscope rules length-n", ["rules", "length-not-minimal"]),
    ("wscope help enc", ["help", "encode"]),
    ("wscope listen --broad", ["listen", "--broadcast"]),
    ("wscope listen --allow", ["listen", "--allow-origin"]),
    ("wscope listen --unix-socket certif", ["listen", "--unix-socket", "certificate of mine.pem"]),
    ("wscope listen --cert certif", ["listen", "--cert", "certificate of mine.pem"]),
    // What goes on after a sign has no space there.
    ("wscope --in ra", ["--in", "raw="]),
    ("wscope --in ra\t64k :80", ["--in", "raw=64k", ":80"]),
    ("wscope encode cla\t9", ["encode", "claim=9"]),
    ("wscope encode op=text mas", ["encode", "op=text", "mask="]),
    ("wscope encode op=te", ["encode", "op=te"]),
    ("wscope --ca certif", ["--ca", "certificate of mine.pem"]),
    // The value of an option that is anything, and what is after "--", are left alone.
    ("wscope -x certif", ["-x", "certif"]),
    ("wscope send -- --bin", ["send", "--", "--bin"]),
    ("wscope encode --bin", ["encode", "--bin"]),
  ]

  @Test(arguments: ShellSession.Shell.allCases)
  func completes(_ shell: ShellSession.Shell) async throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("certificate of mine.pem", Data())
    let session = try await ShellSession(shell, in: folder)
    for (typed, words) in Self.cases {
      let found = try await session.complete(typed)
      #expect(found == words, "\(shell): \(typed)")
    }
    await session.end()
  }
}
