namespace AmiGovernance.Aws.Protocol;

/// <summary>What the name of an operation tells.</summary>
internal static class OperationNames
{
    private static readonly string[] ReadingVerbs = ["Describe", "Get", "List", "Lookup", "Simulate"];

    /// <summary>What AWS answers to these has a content, be it an empty list; an answer without one is from something else.</summary>
    public static bool Reads(string operation) =>
        ReadingVerbs.Any(verb => operation.StartsWith(verb, StringComparison.Ordinal));
}
