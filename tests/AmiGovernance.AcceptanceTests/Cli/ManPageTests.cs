using AmiGovernance.AcceptanceTests.Support;

namespace AmiGovernance.AcceptanceTests.Cli;

/// <summary>groff, which `man` uses, judges the pages of the manual.</summary>
public sealed class ManPageTests
{
    private const string Judge = "groff -man -Tutf8 -ww -z - 2>&1";

    [Fact]
    public void Groff_has_nothing_against_any_page()
    {
        Tool.Demand("groff");
        var amigov = new Amigov();
        Assert.Equal(0, amigov.Run("man", "--dir", "man1").ExitCode);
        foreach (var page in amigov.Files.Files.Keys)
            Assert.Equal((page, ""), (page, Tool.Run("sh", ["-c", Judge], amigov.Text(page))));
    }

    [Fact]
    public void Groff_tells_what_is_wrong()
    {
        Tool.Demand("groff");
        Assert.NotEqual("", Tool.Run("sh", ["-c", Judge], ".TH A 1\n.SH NAME\n.nosuchrequest\n"));
    }
}
