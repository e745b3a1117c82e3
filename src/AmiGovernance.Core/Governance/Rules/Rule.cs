using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>What a rule looks at: the configuration on one day (UTC). Rules only read and report.</summary>
public sealed record RuleInput(GovernanceConfig Config, DateOnly AsOf)
{
    /// <summary>The value of a key, or the entry itself when the key is absent.</summary>
    public SourceLocation At(JsonObject entry, string key) => Config.Tree.At(entry[key] ?? entry);

    public SourceLocation At(JsonNode node) => Config.Tree.At(node);
}

public sealed record Rule(DiagnosticDescriptor Descriptor, Action<RuleInput, DiagnosticBag> Check);
