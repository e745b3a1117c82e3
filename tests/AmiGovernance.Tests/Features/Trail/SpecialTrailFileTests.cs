using System.Runtime.InteropServices;
using AmiGovernance.Cli.Adapters.Trails;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Tests.Features.Trail;

/// <summary>What lies among trail files and is none: it is told, and nothing waits for it.</summary>
public sealed class SpecialTrailFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("amigov-special-");

    public void Dispose() => folder.Delete(recursive: true);

    // fcntl.h: named pipe and socket, readable.
    private const uint Pipe = 0x1000 | 0x1A4;
    private const uint Socket = 0xC000 | 0x1A4;

    [DllImport("libc", EntryPoint = "mknod")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MakeNode([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint mode, ulong device);

    private static async Task<TrailFindings> Scan(ITrailSource source, CancellationToken cancel)
    {
        var scan = new ScanTrail(source, TrailQuestion.Everything, null, TimeProvider.System);
        await scan.Run(cancel);
        return scan.Findings;
    }

    [Fact]
    public async Task A_pipe_a_socket_and_a_device_are_gaps()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "files are told apart by Linux's statx");
        Assert.Equal(0, MakeNode(Path.Combine(folder.FullName, "a.json.gz"), Pipe, 0));
        Assert.Equal(0, MakeNode(Path.Combine(folder.FullName, "b.json.gz"), Socket, 0));
        File.CreateSymbolicLink(Path.Combine(folder.FullName, "c.json.gz"), "/dev/zero");

        var found = await Scan(new DiskTrailSource([folder.FullName]), TestContext.Current.CancellationToken);

        Assert.Equal(
            [
                "a.json.gz: it cannot be read: it is a named pipe",
                "b.json.gz: it cannot be read: it is a socket",
                "c.json.gz: it cannot be read: it is a device",
            ],
            found.Ledger.Gaps.Select(g => $"{Path.GetFileName(g.File)}: {g.Reason}")
        );
    }

    /// <summary>It may lead back up; what stands behind it was not looked at.</summary>
    [Fact]
    public async Task A_link_to_a_folder_is_a_gap()
    {
        var (trail, other) = (folder.CreateSubdirectory("trail"), folder.CreateSubdirectory("other"));
        File.WriteAllText(Path.Combine(trail.FullName, "a.json"), """{"Records":[]}""");
        File.WriteAllText(Path.Combine(other.FullName, "b.json"), """{"Records":[]}""");
        Directory.CreateSymbolicLink(Path.Combine(trail.FullName, "link"), other.FullName);

        var found = await Scan(new DiskTrailSource([trail.FullName]), TestContext.Current.CancellationToken);

        Assert.Contains(
            found.Ledger.Gaps,
            g =>
                g.File.EndsWith("link", StringComparison.Ordinal)
                && g.Reason.Contains("link to a folder", StringComparison.Ordinal)
        );
        Assert.False(found.Ledger.Looked.IsComplete);
    }

    [Fact]
    public async Task A_run_that_is_stopped_ends_in_the_midst_of_a_long_file()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var file = new LongFile(stop);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Scan(file, stop.Token));
        Assert.InRange(file.Reads, LongFile.StopsAt, LongFile.StopsAt + 2);
    }

    /// <summary>Spaces, of which there are many; somebody stops the run while they are read.</summary>
    private sealed class LongFile(CancellationTokenSource stop) : Stream, ITrailSource
    {
        public const int StopsAt = 20;
        private const int MostReads = 10_000;

        public int Reads { get; private set; }

        public int Concurrency => 1;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public async IAsyncEnumerable<TrailFile> List(
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel
        )
        {
            await Task.CompletedTask;
            yield return new TrailFile("long.json", 1);
        }

        public Stream Open(TrailFile file, CancellationToken cancel) => this;

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (++Reads == StopsAt)
                stop.Cancel();
            if (Reads > MostReads)
                return 0;
            buffer.AsSpan(offset, count).Fill((byte)' ');
            return count;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
