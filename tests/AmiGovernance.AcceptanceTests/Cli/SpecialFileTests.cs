using System.Text;
using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Cli.Adapters.Files;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.AcceptanceTests.Cli;

/// <summary>`-o json=/dev/null` once put a file in the place of the device.</summary>
public sealed class SpecialFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("amigov-pipe-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_pipe_is_written_to_and_stays_a_pipe()
    {
        var pipe = Path.Combine(folder.FullName, "out");
        Tool.Run("mkfifo", [pipe]);
        var cancel = TestContext.Current.CancellationToken;
        var read = Task.Run(() => Tool.Run("cat", [pipe]), cancel);
        var bag = new DiagnosticBag();
        var store = new DiskFileStore(folder.FullName);
        Assert.True(store.Write("", [new GeneratedFile("out", Encoding.UTF8.GetBytes("written\n"))], bag));
        Assert.Equal("written\n", await read.WaitAsync(TimeSpan.FromMinutes(1), cancel));
        Tool.Run("test", ["-p", pipe]);
    }
}
