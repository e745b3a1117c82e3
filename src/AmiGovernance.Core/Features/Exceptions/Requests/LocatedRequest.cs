using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Features.Exceptions.Requests;

/// <summary>A request with the file that it was read from.</summary>
internal sealed record LocatedRequest(ExceptionRequest Request, JsonDocumentTree Tree)
{
    /// <summary>The value of a key, or the whole request when the key is absent.</summary>
    public SourceLocation At(string key) => Tree.At((Tree.Root as JsonObject)?[key] ?? Tree.Root);
}
