using System.Collections.Immutable;

namespace AmiGovernance.Core.Base.Json;

/// <summary>Null for what is empty, which documents leave out.</summary>
public static class OrNothing
{
    public static string? IfAny(this string? text) => string.IsNullOrEmpty(text) ? null : text;

    public static ImmutableArray<T>? IfAny<T>(this ImmutableArray<T> items) => items.IsEmpty ? null : items;
}
