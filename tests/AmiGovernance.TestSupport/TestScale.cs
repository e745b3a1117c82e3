using System.Globalization;

namespace AmiGovernance.TestSupport;

/// <summary>
/// How much the tests try that draw samples. AMIGOV_TEST_SCALE is `gate`, as when it is not set: a size for every day; `full`, as
/// `.ci/long` sets it: many more; or `few`, for Stryker, which runs the tests once for each of its mutants.
/// </summary>
internal static class TestScale
{
    private const int Full = 10;
    private const int Few = 20;

    private static readonly string Scale = Environment.GetEnvironmentVariable("AMIGOV_TEST_SCALE") switch
    {
        null or "" => "gate",
        ("gate" or "full" or "few") and var known => known,
        var other => throw new InvalidOperationException(
            $"AMIGOV_TEST_SCALE is `gate`, `full` or `few`, not `{other}`"
        ),
    };

    /// <summary>Whether there is time for what takes long.</summary>
    public static bool IsFull => Scale == "full";

    /// <param name="gate">The size of the sample for every day.</param>
    /// <param name="full">The size where there is time; ten times that of every day where nothing is given.</param>
    public static int Samples(int gate, int? full = null) =>
        Scale switch
        {
            "full" => full ?? gate * Full,
            "few" => (gate / Few) + 1,
            _ => gate,
        };

    /// <summary>The size of one large input: whole, or with `few` a twentieth.</summary>
    public static int Size(int whole) => Scale == "few" ? whole / Few : whole;

    /// <summary>Whether a test that goes through a list takes this one: all with `full`, or with `few` every twentieth.</summary>
    /// <param name="oneIn">On every day one of so many.</param>
    public static bool Takes(int index, int oneIn = 1) =>
        Scale switch
        {
            "full" => true,
            "few" => index % Few == 0,
            _ => index % oneIn == 0,
        };

    /// <summary>The seed of the generated decisions: AMIGOV_SEED, to repeat those of a run that printed it.</summary>
    public static int DecisionSeed { get; } =
        Environment.GetEnvironmentVariable("AMIGOV_SEED") is { Length: > 0 } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
        : Scale == "full" ? Random.Shared.Next()
        : 20261124;
}
