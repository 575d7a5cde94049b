// What a crash must not leave behind on a terminal.
#ifndef CTERMINAL_H
#define CTERMINAL_H

// Has the signals of a crash put standard input's terminal back as it is now, before they end the process.
void cterminal_guard(void);

#endif
