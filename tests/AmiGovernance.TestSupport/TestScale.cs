using System.Globalization;

namespace AmiGovernance.TestSupport;

/// <summary>
/// How much the tests try that draw samples. AMIGOV_TEST_SCALE is `gate`, as when it is not set: a size for every day; or `full`, as
/// `.ci/long` sets it: many more.
/// </summary>
internal static class TestScale
{
    private const int Full = 10;

    private static readonly bool IsFull = Environment.GetEnvironmentVariable("AMIGOV_TEST_SCALE") switch
    {
        null or "" or "gate" => false,
        "full" => true,
        var other => throw new InvalidOperationException($"AMIGOV_TEST_SCALE is `gate` or `full`, not `{other}`"),
    };

    /// <param name="gate">The size of the sample for every day.</param>
    public static int Samples(int gate) => IsFull ? gate * Full : gate;

    /// <summary>The seed of the generated decisions: AMIGOV_SEED, to repeat those of a run that printed it.</summary>
    public static int DecisionSeed { get; } =
        Environment.GetEnvironmentVariable("AMIGOV_SEED") is { Length: > 0 } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
        : IsFull ? Random.Shared.Next()
        : 20261124;
}
