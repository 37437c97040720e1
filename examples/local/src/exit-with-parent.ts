// Preloaded into every child: when the demo is gone, however it went, so is the child.
process.on('disconnect', () => process.exit(0));
process.channel?.unref();

export {};
