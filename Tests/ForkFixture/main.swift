import SystemCalls
import WebSocketTransport
import WebSocketWire

// Parent and child print the keys that they draw after a fork, the child first. Swift hides fork(2), for most of its runtime's sake;
// this program has one thread and prints.
guard let symbol = dlsym(nil, "fork") else { exit(1) }
let fork = unsafeBitCast(symbol, to: (@convention(c) () -> pid_t).self)

var generator = PooledGenerator()
_ = generator.nextKey()
let child = fork()
guard child >= 0 else { exit(1) }
if child > 0 {
  var status: Int32 = 0
  guard waitpid(child, &status, 0) == child, status == 0 else { exit(1) }
}
let keys = (0..<32).map { _ in "\(generator.nextKey().bigEndian)\n" }.joined()
exit(Array(keys.utf8).withUnsafeBytes { Transfer.write($0, to: STDOUT_FILENO, whenBusy: .wait).error })
