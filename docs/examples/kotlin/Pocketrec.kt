package pocketrec

import java.io.Closeable

/** What the library could not do. [status] is a pocketrec_status of pocketrec.h. */
class PocketrecException(val status: Int, message: ByteArray) : RuntimeException(String(message))

/** An entry of a list. [score] is NaN where the recommender has none. */
class Item(val id: String, val score: Double) {
    override fun toString() = id
}

/**
 * A model and an event store, open: libpocketrec for Kotlin and Java. Any number of threads may use it; [close] waits for
 * nobody, so it has to be the last call.
 */
class Pocketrec(model: String, data: String?) : Closeable {
    private var instance: Long = nativeOpen(utf8(model), data?.let(::utf8))

    /** The [count] items that suit [user] best. */
    fun recommend(recommender: String, user: String?, count: Int): List<Item> {
        val scores = DoubleArray(count)
        val ids = nativeRecommend(opened(), utf8(recommender), user?.let(::utf8), scores)
        return String(ids).split('\u0000').dropLast(1).mapIndexed { i, id -> Item(id, scores[i]) }
    }

    /** Stores that [user] did something with [item]. When it returns, it is on stable storage. */
    fun record(user: String, item: String, eventType: String, eventId: String?) =
        nativeRecord(opened(), utf8(user), utf8(item), utf8(eventType), eventId?.let(::utf8))

    /** Answers an operation: JSON in, JSON out, also for requests that are refused. */
    fun handle(operation: String, input: String): String =
        String(nativeHandle(opened(), utf8(operation), input.toByteArray()))

    override fun close() {
        if (instance != 0L) nativeClose(instance)
        instance = 0
    }

    private fun opened(): Long {
        check(instance != 0L) { "expected an open Pocketrec, got one that was closed" }
        return instance
    }

    /** Texts cross as bytes, since what JNI calls UTF-8 is something else; each ends with a zero byte. */
    private companion object {
        init {
            System.loadLibrary("pocketrec_jni")
        }

        fun utf8(text: String): ByteArray {
            require('\u0000' !in text) { "expected text without U+0000" }
            return "$text\u0000".toByteArray()
        }

        @JvmStatic external fun nativeOpen(model: ByteArray, data: ByteArray?): Long
        @JvmStatic external fun nativeClose(instance: Long)
        @JvmStatic external fun nativeRecommend(
            instance: Long, recommender: ByteArray, user: ByteArray?, scores: DoubleArray
        ): ByteArray
        @JvmStatic external fun nativeRecord(
            instance: Long, user: ByteArray, item: ByteArray, eventType: ByteArray, eventId: ByteArray?
        )
        @JvmStatic external fun nativeHandle(instance: Long, operation: ByteArray, input: ByteArray): ByteArray
    }
}
