using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.World;
using Microsoft.AspNetCore.Http;

namespace AmiGovernance.Sandbox.S3;

/// <summary>What must hold of an object before a request is done (S3 user guide, "Conditional requests"; RFC 9110).</summary>
internal static class Preconditions
{
    private const string Any = "*";

    /// <summary>Of a reading request. True when the caller has this very state already.</summary>
    public static bool IsKnown(HttpRequest http, ObjectHead head)
    {
        CheckTimes(http);
        if (http.Headers.IfMatch.ToString() is { Length: > 0 } wanted && !Fits(wanted, head))
            throw Failed();
        return http.Headers.IfNoneMatch.ToString() is { Length: > 0 } known && Fits(known, head);
    }

    /// <summary>Of a writing request (S3 user guide, "How to prevent object overwrites with conditional writes").</summary>
    /// <param name="head">Null when there is no object yet.</param>
    public static void CheckWrite(HttpRequest http, ObjectHead? head)
    {
        CheckTimes(http);
        if (http.Headers.IfNoneMatch.ToString() is { Length: > 0 } unwanted)
        {
            if (unwanted != Any)
                throw new SandboxException(
                    "NotImplemented",
                    "A header you provided implies functionality that is not implemented",
                    501
                );
            if (head is not null)
                throw Failed();
        }
        if (http.Headers.IfMatch.ToString() is not { Length: > 0 } wanted)
            return;
        if (head is null)
            throw new SandboxException("NoSuchKey", "The specified key does not exist.", 404);
        if (!Fits(wanted, head))
            throw Failed();
    }

    private static void CheckTimes(HttpRequest http)
    {
        foreach (var header in new[] { "If-Modified-Since", "If-Unmodified-Since" })
            if (http.Headers.ContainsKey(header))
                throw new SandboxException(
                    "NotImplemented",
                    $"The sandbox does not know the header {header}; see `amigov docs sandbox`",
                    501
                );
    }

    private static bool Fits(string tag, ObjectHead head) => tag == Any || tag.Trim('"') == head.ETag.Trim('"');

    private static SandboxException Failed() =>
        new("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412);
}
