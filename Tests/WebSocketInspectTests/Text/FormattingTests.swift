import Testing
import WebSocketInspect

@Suite struct UnitsTests {
  @Test(
    arguments: [
      (0, "0 bytes"), (1, "1 byte"), (7, "7 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (1249, "1.2 kB"),
      (1250, "1.3 kB"), (18_400, "18.4 kB"), (999_949, "999.9 kB"), (999_950, "1.0 MB"),
      (64 << 20, "67.1 MB"),
      (UInt64.max, "18.4 EB"),
    ] as [(UInt64, String)])
  func byteCounts(_ n: UInt64, _ text: String) {
    #expect(Formatting.bytes(n) == text)
  }

  @Test(
    arguments: [
      (.zero, "0 ms"), (.nanoseconds(300), "0 ms"), (.nanoseconds(2730), "0.003 ms"),
      (.nanoseconds(99_600), "0.1 ms"), (.microseconds(310), "0.31 ms"),
      (.microseconds(1240), "1.24 ms"),
      (.microseconds(9996), "10 ms"), (.microseconds(11_800), "11.8 ms"), (.milliseconds(34), "34 ms"),
      (.microseconds(150_400), "150 ms"), (.microseconds(999_700), "1 s"), (.milliseconds(2300), "2.3 s"),
      (.seconds(3), "3 s"), (.seconds(134), "2 min 14 s"), (.seconds(3 * 3600 + 300), "3 h 5 min"),
      (.milliseconds(-34), "-34 ms"), (.milliseconds(-2300), "-2.3 s"),
    ] as [(Duration, String)])
  func durations(_ duration: Duration, _ text: String) {
    #expect(Formatting.duration(duration) == text)
  }

  @Test(arguments: [
    (1, "frame", "1 frame"), (2, "frame", "2 frames"), (0, "reply", "0 replies"), (2, "delay", "2 delays"),
  ])
  func counts(_ n: Int, _ noun: String, _ text: String) {
    #expect(Formatting.count(n, noun) == text)
  }
}
