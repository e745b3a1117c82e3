namespace AmiGovernance.AcceptanceTests.Support;

/// <summary>One rehearsal for all tests that look at what it left.</summary>
internal static class Rehearsed
{
    private static readonly Lazy<(Amigov Amigov, string Printed)> Run = new(() =>
    {
        var amigov = new Amigov();
        var (code, output, error) = amigov.Run("rehearse");
        Assert.True(code == 0, output + error);
        return (amigov, output);
    });

    public static Amigov Once => Run.Value.Amigov;

    public static string Printed => Run.Value.Printed;
}
