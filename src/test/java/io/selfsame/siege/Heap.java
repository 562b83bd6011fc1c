package io.selfsame.siege;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadMXBean;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * What a JVM holds after a collection.
 *
 * @param megabytes of its heap in use
 * @param threads of the platform
 */
record Heap(long megabytes, int threads) {

    static Heap of(long pid) {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try (var connector = JMXConnectorFactory.connect(new JMXServiceURL(
                    machine.startLocalManagementAgent()))) {
                MBeanServerConnection beans = connector.getMBeanServerConnection();
                var memory = ManagementFactory.newPlatformMXBeanProxy(beans, ManagementFactory.MEMORY_MXBEAN_NAME,
                        MemoryMXBean.class);
                var threads = ManagementFactory.newPlatformMXBeanProxy(beans, ManagementFactory.THREAD_MXBEAN_NAME,
                        ThreadMXBean.class);
                memory.gc();
                return new Heap(memory.getHeapMemoryUsage().getUsed() >> 20, threads.getThreadCount());
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new AssertionError("no way into process " + pid, e);
        } catch (IOException e) {
            throw new UncheckedIOException("process " + pid + " does not say what it holds", e);
        }
    }
}
