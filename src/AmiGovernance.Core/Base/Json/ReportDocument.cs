using System.Text.Json.Serialization;

namespace AmiGovernance.Core.Base.Json;

/// <summary>What a command reports to programs. schema/reports has the JSON Schema of each kind, made from its type.</summary>
public abstract record ReportDocument
{
    /// <summary>Of the documents for machines; rises with any change that could break a reader.</summary>
    public const string Version = "1.0";

    /// <summary>Rises with any change that could break a reader.</summary>
    [JsonPropertyOrder(-1)]
    public string FormatVersion { get; } = Version;
}
