namespace AmiGovernance.Core.Base.Json;

/// <summary>The words that a member of a document can hold, for its JSON Schema.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public class OneOfAttribute(params string[] words) : Attribute
{
    public IReadOnlyList<string> Words { get; } = words;
}

/// <summary>The member holds the words of an enum, or one of a few more.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class OneOfAttribute<T>(params string[] more) : OneOfAttribute(more)
    where T : struct, Enum;
