using AmiGovernance.Cli.Adapters.Files;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.AcceptanceTests.Cli;

/// <summary>`-o json=/dev/null` once put a file in the place of the device.</summary>
public sealed class SpecialFileTests
{
    /// <summary>A device that takes no file in its place whoever runs this: what is written there ends.</summary>
    [Fact]
    public void A_device_is_written_to_and_stays_one()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full");
        var bag = new DiagnosticBag();
        // It answers each write with "no space left on device" (full(4)).
        Assert.False(new DiskFileStore("/dev").Write("", [new GeneratedFile("full", "x"u8.ToArray())], bag));
        Assert.Equal(SpecialFile.Device, SpecialFile.Kind("/dev/full"));
    }
}
