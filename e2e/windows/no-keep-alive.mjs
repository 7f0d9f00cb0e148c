// Wine 8 has not the option of TCP that Node 22 sets with it.
import net from 'node:net';

net.Socket.prototype.setKeepAlive = function () {
  return this;
};
