import Foundation
import FuzzKeysSupport
import LineEditor

// The program that the tests of LineEditor drive; signals are a blocking wait on the main thread, as in wscope.
var signals = sigset_t()
sigemptyset(&signals)
for number in [SIGINT, SIGTERM, SIGTSTP, SIGWINCH] { sigaddset(&signals, number) }
pthread_sigmask(SIG_BLOCK, &signals, nil)
signal(SIGPIPE, SIG_IGN)

if CommandLine.arguments.dropFirst().first == "keys" { checkKeys(CommandLine.arguments.dropFirst(2)) }
let fixture = Fixture()
fixture.editor.start()
fixture.onThread { fixture.listen() }
while true {
  var number: Int32 = 0
  guard sigwait(&signals, &number) == 0 else { continue }
  switch number {
  case SIGINT: if !fixture.editor.interrupt() { exit(130) }
  case SIGWINCH: fixture.resize()
  case SIGTSTP: fixture.editor.suspend()
  default:
    fixture.editor.stop()
    exit(128 + number)
  }
}

/// Presses the keys in each of the files; the status says whether all went well.
func checkKeys(_ paths: ArraySlice<String>) -> Never {
  do {
    guard let reader = KeyReader.shared else { exit(70) }
    for path in paths {
      print(path)
      try reader.check([UInt8](Data(contentsOf: URL(filePath: path))))
    }
    exit(0)
  } catch {
    print(error)
    exit(1)
  }
}
