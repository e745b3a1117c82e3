using System.Collections.Concurrent;

namespace AmiGovernance.Core.Policies.Iam.Evaluation;

/// <summary>
/// A condition key as a number, so that requests and policies compare keys without comparing text. Keys differ only in
/// case are the same key (IAM user guide, "IAM JSON policy elements: Condition").
/// </summary>
public readonly record struct ConditionKey(int Id)
{
    private static readonly ConcurrentDictionary<string, ConditionKey> Known = new(StringComparer.OrdinalIgnoreCase);
    private static readonly ConcurrentDictionary<int, string> Names = new();
    private static int last;

    public string Name => Names[Id];

    public static ConditionKey Of(string name) =>
        Known.GetOrAdd(
            name,
            static text =>
            {
                var key = new ConditionKey(Interlocked.Increment(ref last));
                Names[key.Id] = text;
                return key;
            }
        );

    public override string ToString() => Name;
}
