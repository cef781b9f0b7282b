import {
  apiVersionOf,
  isList,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  type ObjectId,
  onceForEach,
} from '@downsync/core'
import type { Catalog, Resource } from '../resources/index.ts'
import { withDefaults } from '../schema/index.ts'
import type { ObjectStore } from '../store/index.ts'
import type { World } from '../world.ts'

/** What every write works on. */
export type Site = Readonly<{ store: ObjectStore; catalog: Catalog; world: World }>

/** The object that a request names; the name of one to be created may be `''`. */
export type Target = Readonly<{
  resource: Resource
  namespace: string
  name: string
  subresource: '' | 'status' | 'finalize'
}>

export type FieldValidation = 'Strict' | 'Warn' | 'Ignore'

export type WriteOptions = Readonly<{
  /** Who writes, for managed fields. */
  manager: string
  fieldValidation: FieldValidation
  /** Everything but storing it. */
  isDryRun: boolean
}>

/** A write that went well. */
export type Written = Readonly<{ object: KubeObject; isNew: boolean; warnings: readonly string[] }>

export function idOfTarget({ resource, namespace, name }: Target): ObjectId {
  return { group: resource.group, resource: resource.resource, namespace, name }
}

/**
 * An object as a version of its resource shows it: conversion changes nothing but apiVersion, and defaults that the schema
 * has got since it was stored are filled in.
 */
export function atVersion(resource: Resource, object: KubeObject): KubeObject {
  const apiVersion = apiVersionOf(resource.group, resource.version)
  const converted = object.apiVersion === apiVersion ? object : { ...object, apiVersion }
  const { schema } = resource
  // Defaults leave the envelope alone.
  return schema !== undefined && hasDefaults(schema)
    ? (withDefaults(schema, converted) as KubeObject)
    : converted
}

const hasDefaults = onceForEach((schema: JsonObject): boolean => declaresDefault(schema))

function declaresDefault(value: Json): boolean {
  if (isList(value)) return value.some(declaresDefault)
  return isObject(value) && (Object.hasOwn(value, 'default') || Object.values(value).some(declaresDefault))
}

/** Stores an object at its storage version and returns it at that of the request. */
export function keep(site: Site, target: Target, object: KubeObject, isDryRun: boolean): KubeObject {
  if (isDryRun) return object
  const { resource } = target
  const stored = { ...object, apiVersion: apiVersionOf(resource.group, resource.storageVersion) }
  return atVersion(resource, site.store.put(idOfTarget(target), stored))
}
