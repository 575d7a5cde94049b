// In C, because a signal handler may only call what is async-signal-safe, and code in Swift may allocate anywhere.
#include "CTerminal.h"

#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static struct termios settings;

static void crashed(int number) {
  // Bracketed paste off, and a line of its own for what the shell says.
  static const char plain[] = "\033[?2004l\r\n";
  tcsetattr(STDIN_FILENO, TCSANOW, &settings);
  if (write(STDIN_FILENO, plain, sizeof plain - 1) < 0) return;
  raise(number);
}

void cterminal_guard(void) {
  static const int crashes[] = {SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV};
  if (tcgetattr(STDIN_FILENO, &settings) != 0) return;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = crashed;
  // The default action is back when the handler runs, and the fault or the raised signal then ends the process.
  action.sa_flags = SA_RESETHAND;
  for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++) sigaction(crashes[i], &action, NULL);
}
