using AmiGovernance.AcceptanceTests.Support;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace AmiGovernance.AcceptanceTests.Support;

/// <summary>Classes that take minutes begin first: at the end of a run nothing waits for one of them alone.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest =
    [
        "ConsoleBrowserTests",
        "CarriedOutTests",
        "GitHubPipelineTests",
        "GitLabPipelineTests",
        "GitHubScheduleTests",
        "Mutants.MutationTests",
        "GoldenTests",
        "HostileTextTests",
        "RehearseTests",
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(
        IReadOnlyCollection<TTestCollection> testCollections
    )
        where TTestCollection : ITestCollection =>
        [
            .. testCollections
                .OrderBy(c => Place(c.TestCollectionDisplayName))
                .ThenBy(c => c.TestCollectionDisplayName, StringComparer.Ordinal),
        ];

    private static int Place(string name) =>
        Array.FindIndex(Longest, l => name.Contains($".{l} ", StringComparison.Ordinal)) is >= 0 and var place
            ? place
            : Longest.Length;
}
