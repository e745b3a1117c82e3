using System.Text.Json.Nodes;
using AmiGovernance.AcceptanceTests.Judges.Smt;

namespace AmiGovernance.AcceptanceTests.Judges.Mutants;

/// <summary>A small change of a part of a policy.</summary>
/// <param name="Construct">The kind of change, by which results are counted.</param>
/// <param name="Name">What was changed to what.</param>
internal sealed record Change(string Construct, string Name, Action<JsonObject> Make);

/// <summary>Documents of which one has a small change.</summary>
internal sealed record Mutant(string Construct, string Name, PolicyBundle Bundle)
{
    /// <summary>All changes of what was generated.</summary>
    /// <param name="source">Named in the mutants' names.</param>
    public static IEnumerable<Mutant> All(string source, PolicyBundle bundle)
    {
        var scp = Parse(bundle.Scp);
        var count = scp["Statement"]!.AsArray().Count;
        for (var i = 0; i < count; i++)
        {
            var statement = scp["Statement"]![i]!.AsObject();
            var sid = statement["Sid"]?.GetValue<string>();
            foreach (var change in StatementChanges.Of(statement).Concat(ConditionChanges.Of(statement)))
                yield return Of(change, $"{source} {sid}", bundle with { Scp = Changed(bundle.Scp, i, change) });
            yield return Of(
                new Change("statements", "dropped", _ => { }),
                $"{source} {sid}",
                bundle with
                {
                    Scp = Without(bundle.Scp, i),
                }
            );
        }
        foreach (var change in DeclarativeChanges.Of(Parse(bundle.Declarative)))
            yield return Of(change, source, bundle with { Declarative = Changed(bundle.Declarative, change) });
        foreach (var other in OthersStatements.All(bundle))
            yield return Of(
                new Change("others on the path", other, _ => { }),
                source,
                bundle with
                {
                    Others = $$"""{"Version":"2012-10-17","Statement":[{{other}}]}""",
                }
            );
    }

    private static Mutant Of(Change change, string place, PolicyBundle bundle) =>
        new(change.Construct, $"{place}: {change.Name}", bundle);

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    private static string Changed(string scp, int index, Change change)
    {
        var root = Parse(scp);
        change.Make(root["Statement"]![index]!.AsObject());
        return root.ToJsonString();
    }

    private static string Changed(string document, Change change)
    {
        var root = Parse(document);
        change.Make(root);
        return root.ToJsonString();
    }

    private static string Without(string scp, int index)
    {
        var root = Parse(scp);
        root["Statement"]!.AsArray().RemoveAt(index);
        return root.ToJsonString();
    }
}
