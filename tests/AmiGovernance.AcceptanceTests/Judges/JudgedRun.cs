using AmiGovernance.AcceptanceTests.Judges;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.TestSupport.SecondJudge;

[assembly: AssemblyFixture(typeof(JudgedRun))]

namespace AmiGovernance.AcceptanceTests.Judges;

/// <summary>
/// Hears every decision of every sandbox in these tests. A disagreement fails the call that it is about; a test that expects a failure
/// would not notice, so the run fails at its end too.
/// </summary>
public sealed class JudgedRun : IDisposable
{
    private readonly SecondJudge judge = new();

    public JudgedRun() => DecisionWitness.Current = judge;

    internal static SecondJudge Current => (SecondJudge)DecisionWitness.Current!;

    public void Dispose()
    {
        DecisionWitness.Current = null;
        Assert.True(
            judge.Disagreements.Count == 0,
            $"the second judge disagrees {judge.Disagreements.Count} times:\n{string.Join('\n', judge.Disagreements.Distinct().Take(20))}"
        );
    }
}
